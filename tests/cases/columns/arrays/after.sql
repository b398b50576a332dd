CREATE TABLE t (id integer PRIMARY KEY, a text[], b bigint[] NOT NULL DEFAULT '{}');
