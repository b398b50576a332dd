CREATE TYPE place AS (x integer);
CREATE TABLE t (p place);
