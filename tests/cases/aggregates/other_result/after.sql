CREATE AGGREGATE total(integer) (SFUNC = plus, STYPE = numeric);
CREATE FUNCTION plus(numeric, integer) RETURNS numeric LANGUAGE sql IMMUTABLE RETURN coalesce($1, 0) + $2;
CREATE TABLE t (id integer PRIMARY KEY);
CREATE VIEW v AS SELECT total(id) AS n FROM t;
