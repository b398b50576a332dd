CREATE TABLE t (id integer PRIMARY KEY, a text);
CREATE UNIQUE INDEX i ON t (a);
