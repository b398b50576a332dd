CREATE TYPE place AS (x integer, y integer);
CREATE FUNCTION f(p place) RETURNS integer LANGUAGE sql AS 'SELECT 1';
