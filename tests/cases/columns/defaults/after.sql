CREATE TABLE t (id integer PRIMARY KEY, a text DEFAULT 'z', b integer DEFAULT 5, c integer);
