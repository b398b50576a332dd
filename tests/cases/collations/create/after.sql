CREATE COLLATION any_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE COLLATION plain FROM "C";
CREATE COLLATION "Odd" (provider = libc, locale = 'C');
CREATE COLLATION ruled (provider = icu, locale = 'und', rules = '& a < g');
CREATE DOMAIN label AS text COLLATE any_case;
CREATE TYPE pair AS (a text COLLATE plain, b integer);
CREATE TABLE t (id integer PRIMARY KEY, name text COLLATE any_case, code varchar(10) COLLATE "Odd");
CREATE INDEX t_name ON t (name COLLATE plain);
COMMENT ON COLLATION plain IS 'Byte by byte.';
