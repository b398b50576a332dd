CREATE TABLE things (id integer, at date, name text) PARTITION BY RANGE (at);
CREATE TABLE things_2024 PARTITION OF things FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE things_2025 PARTITION OF things FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE INDEX things_name ON things (name);
