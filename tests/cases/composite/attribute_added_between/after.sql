CREATE TYPE place AS (x integer, z text, y integer);
CREATE TABLE t (p place);
