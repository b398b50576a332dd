CREATE FUNCTION f(n integer) RETURNS integer LANGUAGE sql IMMUTABLE RETURN n * 2;
CREATE TABLE t (n integer, m integer);
CREATE STATISTICS s ON f(n), m FROM t;
