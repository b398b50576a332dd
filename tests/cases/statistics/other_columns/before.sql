CREATE TABLE t (id integer PRIMARY KEY, a text, b text, n integer);
CREATE STATISTICS s ON a, b FROM t;
COMMENT ON STATISTICS s IS 'kept';
