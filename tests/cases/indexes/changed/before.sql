CREATE TABLE t (id integer PRIMARY KEY, a text, b text);
CREATE INDEX i ON t (a);
CREATE UNIQUE INDEX u ON t (b);
