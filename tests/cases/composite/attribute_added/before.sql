CREATE TYPE place AS (x integer, y integer);
CREATE TABLE t (id integer PRIMARY KEY, p place);
CREATE VIEW v AS SELECT p FROM t;
