CREATE TABLE t (id integer NOT NULL, n integer NOT NULL, CONSTRAINT t_pkey PRIMARY KEY (id, n));
