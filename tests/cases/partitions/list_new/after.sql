CREATE TABLE things (id integer, kind text) PARTITION BY LIST (kind);
CREATE TABLE things_a PARTITION OF things FOR VALUES IN ('a', 'b');
CREATE TABLE things_null PARTITION OF things FOR VALUES IN (NULL);
