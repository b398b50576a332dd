CREATE FUNCTION f(a integer, b text) RETURNS integer RETURN 1;
REVOKE EXECUTE ON FUNCTION f(integer, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION f(integer, text) TO :app, :readonly;
