CREATE FUNCTION f(a integer, b text) RETURNS integer RETURN 1;
