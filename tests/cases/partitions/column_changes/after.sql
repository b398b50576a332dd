CREATE TABLE things (id bigint NOT NULL, at date, name text DEFAULT 'y', n integer NOT NULL CHECK (n > 0), gone text, more text NOT NULL DEFAULT 'z') PARTITION BY RANGE (at);
CREATE TABLE things_2024 PARTITION OF things FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE a_rest PARTITION OF things DEFAULT;
CREATE INDEX things_name ON things (name);
