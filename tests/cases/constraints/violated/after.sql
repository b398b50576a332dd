CREATE TABLE p (id integer PRIMARY KEY);
CREATE TABLE t (id integer PRIMARY KEY, p_id integer REFERENCES p (id), n integer CHECK (n > 0), UNIQUE (n));
