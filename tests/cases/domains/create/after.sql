CREATE DOMAIN email AS varchar(100) DEFAULT 'none@x' NOT NULL CONSTRAINT has_at CHECK (VALUE LIKE '%@%') CHECK (length(VALUE) > 3);
CREATE TABLE t (id integer PRIMARY KEY, e email);
COMMENT ON DOMAIN email IS 'An address.';
