CREATE FUNCTION apart(a time, b time) RETURNS double precision LANGUAGE sql IMMUTABLE RETURN EXTRACT(epoch FROM a - b);
CREATE TYPE timerange AS RANGE (SUBTYPE = time, SUBTYPE_DIFF = apart);
CREATE TYPE textspan AS RANGE (SUBTYPE = text, COLLATION = "C", SUBTYPE_OPCLASS = text_pattern_ops, MULTIRANGE_TYPE_NAME = textspans);
CREATE DOMAIN office AS timerange CHECK (NOT isempty(VALUE));
CREATE TABLE t (id integer PRIMARY KEY, open timerange, days timemultirange[], pages textspans, desk office);
CREATE INDEX t_open ON t USING gist (open);
COMMENT ON TYPE timerange IS 'Within a day.';
