CREATE TABLE things (id integer NOT NULL, at date, name text CHECK (name <> '')) PARTITION BY RANGE (at);
CREATE INDEX things_name ON things (name);
CREATE TABLE things_2024 PARTITION OF things FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
