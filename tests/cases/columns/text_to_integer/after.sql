CREATE TABLE t (id integer PRIMARY KEY, n integer DEFAULT 5);
CREATE INDEX t_n ON t (n);
