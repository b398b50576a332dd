CREATE TABLE p (id integer PRIMARY KEY);
CREATE TABLE t (p_id integer REFERENCES p (id));
