CREATE TABLE t (a varchar(10), b text);
CREATE STATISTICS s ON a, b FROM t;
