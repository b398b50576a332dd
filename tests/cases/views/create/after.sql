CREATE TABLE t (id integer PRIMARY KEY, a text);
CREATE VIEW v AS SELECT id, upper(a) AS big FROM t;
CREATE VIEW w WITH (security_barrier = true, security_invoker = true) AS SELECT * FROM v WHERE id > 0;
CREATE VIEW x AS SELECT id, a FROM t WHERE id > 0 WITH LOCAL CHECK OPTION;
CREATE VIEW y AS WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT i FROM n;
COMMENT ON VIEW v IS 'Big.';
