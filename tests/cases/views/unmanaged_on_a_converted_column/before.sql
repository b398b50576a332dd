CREATE TABLE t (id integer PRIMARY KEY, n varchar(5));
