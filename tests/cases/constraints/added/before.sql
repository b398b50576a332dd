CREATE TABLE p (id integer PRIMARY KEY);
CREATE TABLE t (id integer, p_id integer, n integer, span int4range);
