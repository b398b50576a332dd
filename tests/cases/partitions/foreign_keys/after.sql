CREATE TABLE things (id integer, at date, other integer, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE things_2024 PARTITION OF things FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
ALTER TABLE things ADD FOREIGN KEY (other) REFERENCES others (id);
CREATE TABLE others (id integer PRIMARY KEY, thing integer, at date);
ALTER TABLE others ADD FOREIGN KEY (thing, at) REFERENCES things (id, at);
