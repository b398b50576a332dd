CREATE TYPE place AS (x bigint, y integer);
CREATE TABLE t (id integer PRIMARY KEY, p place[]);
