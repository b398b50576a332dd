CREATE FUNCTION a(n integer, s text DEFAULT 'x') RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN s || n;
CREATE FUNCTION b(VARIADIC ns integer[], OUT total integer) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $f$ BEGIN total := 1; END $f$;
CREATE FUNCTION c() RETURNS TABLE (id integer, name text) LANGUAGE sql ROWS 5 COST 7 AS $$ SELECT 1, 'x' $$;
CREATE FUNCTION d(anyelement) RETURNS SETOF anyelement LANGUAGE sql AS 'SELECT $1';
CREATE PROCEDURE e(INOUT n integer) LANGUAGE plpgsql AS 'BEGIN n := n + 1; END';
CREATE FUNCTION f() RETURNS integer LANGUAGE sql BEGIN ATOMIC SELECT 1; END;
COMMENT ON FUNCTION a(integer, text) IS 'Both.';
COMMENT ON PROCEDURE e(integer) IS 'One more.';
