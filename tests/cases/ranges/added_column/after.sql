CREATE TYPE span AS RANGE (SUBTYPE = integer);
CREATE TABLE t (id integer PRIMARY KEY, s span NOT NULL DEFAULT '[1,2)', EXCLUDE USING gist (s WITH &&) WHERE (id > 5));
