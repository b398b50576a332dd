CREATE TYPE place AS (x integer, y integer);
CREATE TABLE t (p place);
