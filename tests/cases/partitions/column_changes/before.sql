CREATE TABLE things (id integer, at date, name varchar(20), n integer, gone text DEFAULT 'x' NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE things_2024 PARTITION OF things FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE a_rest PARTITION OF things DEFAULT;
CREATE INDEX things_name ON things (name);
