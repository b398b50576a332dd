CREATE COLLATION c (provider = icu, locale = 'de');
CREATE TABLE t (id integer PRIMARY KEY, name text COLLATE c);
