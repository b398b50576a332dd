CREATE TABLE t (id integer PRIMARY KEY, gone text NOT NULL);
