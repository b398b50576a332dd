CREATE COLLATION c (provider = icu, locale = 'fr');
CREATE TABLE t (id integer PRIMARY KEY, name text COLLATE c);
