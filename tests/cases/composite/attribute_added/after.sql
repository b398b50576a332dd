CREATE TYPE place AS (x integer, y integer, z text);
CREATE TABLE t (id integer PRIMARY KEY, p place);
CREATE VIEW v AS SELECT p FROM t;
