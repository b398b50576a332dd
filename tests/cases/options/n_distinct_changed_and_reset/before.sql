CREATE TABLE things (id integer, doc text);
ALTER TABLE things ALTER COLUMN doc SET (n_distinct = 100, n_distinct_inherited = -0.2);
