CREATE TABLE t (id integer PRIMARY KEY);
CREATE MATERIALIZED VIEW m WITH (fillfactor = 70, autovacuum_enabled = false) AS SELECT id FROM t;
