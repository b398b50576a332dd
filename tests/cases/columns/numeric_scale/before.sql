CREATE TABLE t (id integer PRIMARY KEY, n numeric(6, 2), m numeric(6, 2));
