CREATE TABLE t (id integer);
DROP TABLE t;
