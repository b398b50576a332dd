CREATE FUNCTION twice(n integer) RETURNS integer LANGUAGE sql IMMUTABLE RETURN n * 2;
CREATE TABLE t (id integer PRIMARY KEY, a text, b text, n integer);
CREATE STATISTICS t_ab ON a, b FROM t;
CREATE STATISTICS t_some (dependencies, mcv) ON a, b, n FROM t;
CREATE STATISTICS "T Twice" ON twice(n), lower(a) FROM t;
ALTER STATISTICS t_some SET STATISTICS 500;
COMMENT ON STATISTICS t_ab IS 'a decides b';
