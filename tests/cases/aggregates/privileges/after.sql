CREATE AGGREGATE total(integer) (SFUNC = int4pl, STYPE = integer);
CREATE AGGREGATE counted(*) (SFUNC = int8inc, STYPE = bigint, INITCOND = '0');
REVOKE ALL ON FUNCTION total(integer) FROM PUBLIC;
REVOKE ALL ON FUNCTION counted() FROM PUBLIC;
