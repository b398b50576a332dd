CREATE TABLE things (id integer, at date, name text DEFAULT 'x') PARTITION BY RANGE (at);
CREATE TABLE things_2024 PARTITION OF things FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
