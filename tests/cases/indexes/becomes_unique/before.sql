CREATE TABLE t (id integer PRIMARY KEY, a text);
CREATE INDEX i ON t (a);
