CREATE FUNCTION f(n integer) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT n::bigint';
CREATE TABLE t (id integer PRIMARY KEY, n integer);
CREATE VIEW v AS SELECT f(n) AS n FROM t;
CREATE INDEX i ON t (f(n));
