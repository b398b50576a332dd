CREATE TYPE point2 AS (x integer, y integer);
CREATE TYPE "Odd" AS ("A b" text, place point2, list point2[]);
CREATE DOMAIN positive AS point2 CHECK ((VALUE).x > 0);
CREATE TABLE t (id integer PRIMARY KEY, p point2, o "Odd", d positive);
CREATE FUNCTION f(p point2) RETURNS "Odd" LANGUAGE sql IMMUTABLE AS 'SELECT NULL::"Odd"';
COMMENT ON TYPE point2 IS 'A place.';
