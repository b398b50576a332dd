CREATE DOMAIN code AS text CHECK (length(VALUE) < 9);
CREATE TABLE t (id integer PRIMARY KEY, c code);
