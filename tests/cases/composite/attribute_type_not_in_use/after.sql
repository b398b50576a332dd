CREATE TYPE place AS (x bigint, y text COLLATE "C");
CREATE FUNCTION f(p place) RETURNS integer LANGUAGE sql AS 'SELECT 1';
