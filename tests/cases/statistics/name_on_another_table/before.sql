CREATE TABLE t (a text, b text);
CREATE TABLE u (a text, b text);
CREATE STATISTICS s ON a, b FROM t;
