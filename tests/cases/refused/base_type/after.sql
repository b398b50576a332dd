CREATE TABLE t (id integer);
CREATE TYPE shell;
