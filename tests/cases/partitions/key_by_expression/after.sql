CREATE TABLE things (id integer, name text) PARTITION BY LIST (lower(name));
CREATE TABLE things_a PARTITION OF things FOR VALUES IN ('a');
