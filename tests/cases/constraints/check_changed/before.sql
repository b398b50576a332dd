CREATE TABLE t (id integer PRIMARY KEY, n integer, CONSTRAINT c CHECK (n > 0));
