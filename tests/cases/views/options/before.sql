CREATE TABLE t (id integer PRIMARY KEY);
CREATE VIEW v WITH (security_barrier = true) AS SELECT id FROM t;
