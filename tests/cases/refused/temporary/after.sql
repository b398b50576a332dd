CREATE TABLE t (id integer);

CREATE TEMPORARY TABLE u (id integer);
