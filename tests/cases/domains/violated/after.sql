CREATE DOMAIN code AS text CONSTRAINT short CHECK (length(VALUE) < 3);
CREATE TABLE t (c code);
