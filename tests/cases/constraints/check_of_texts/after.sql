CREATE TABLE t (id integer PRIMARY KEY, s varchar(10) CHECK (s IN ('a', 'b', 'c')));
