CREATE TABLE t (id integer PRIMARY KEY, a text, b text, n integer, d jsonb, p point);
