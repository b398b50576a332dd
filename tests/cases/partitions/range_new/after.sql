CREATE TABLE things (id integer NOT NULL, at date NOT NULL, name text DEFAULT 'x') PARTITION BY RANGE (at);
CREATE TABLE things_2024 PARTITION OF things FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE things_rest PARTITION OF things DEFAULT;
CREATE INDEX things_name ON things (name);
ALTER TABLE things ADD PRIMARY KEY (id, at);
COMMENT ON TABLE things_2024 IS 'c';
