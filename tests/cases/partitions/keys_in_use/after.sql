CREATE TABLE things (id integer NOT NULL, at date NOT NULL, name text, PRIMARY KEY (id, at), UNIQUE (name, at)) PARTITION BY RANGE (at);
CREATE TABLE things_2024 PARTITION OF things FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
