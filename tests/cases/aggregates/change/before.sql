CREATE AGGREGATE total(integer) (SFUNC = int4pl, STYPE = integer);
CREATE TABLE t (id integer PRIMARY KEY);
CREATE VIEW v AS SELECT total(id) AS n FROM t;
