CREATE COLLATION any_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE TABLE t (id integer PRIMARY KEY, name text COLLATE any_case);
CREATE INDEX t_name ON t (name);
