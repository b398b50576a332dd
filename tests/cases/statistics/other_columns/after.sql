CREATE TABLE t (id integer PRIMARY KEY, a text, b text, n integer);
CREATE STATISTICS s ON a, n FROM t;
COMMENT ON STATISTICS s IS 'kept';
