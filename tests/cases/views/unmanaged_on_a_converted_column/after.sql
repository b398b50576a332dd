CREATE TABLE t (id integer PRIMARY KEY, n varchar(9));
