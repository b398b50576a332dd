CREATE TABLE t (id integer PRIMARY KEY, name text);
CREATE MATERIALIZED VIEW m WITH (fillfactor = 70) AS SELECT id, name FROM t WHERE id > 1;
CREATE INDEX m_id ON m (id) WITH (fillfactor = 80);
CREATE INDEX m_name ON m (lower(name));
ALTER MATERIALIZED VIEW m CLUSTER ON m_id;
ALTER INDEX m_name ALTER COLUMN 1 SET STATISTICS 500;
COMMENT ON COLUMN m.name IS 'What it is called.';
GRANT SELECT ON m TO :app;
GRANT SELECT (name) ON m TO :stranger;
