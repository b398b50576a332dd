CREATE TABLE t (id integer PRIMARY KEY, a text DEFAULT 'a', b integer, c integer DEFAULT 1);
