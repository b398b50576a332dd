CREATE TABLE t (id integer PRIMARY KEY);
CREATE TABLE gone (id integer PRIMARY KEY);
