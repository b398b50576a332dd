CREATE TYPE span AS RANGE (SUBTYPE = integer);
CREATE TABLE t (s span);
