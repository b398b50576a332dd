CREATE TABLE t (a integer, b integer);
CREATE STATISTICS IF NOT EXISTS s ON a, b FROM t;
