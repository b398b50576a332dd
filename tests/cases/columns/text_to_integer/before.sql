CREATE TABLE t (id integer PRIMARY KEY, n text DEFAULT '5');
CREATE INDEX t_n ON t (n);
