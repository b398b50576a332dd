CREATE TABLE t (id integer PRIMARY KEY, name text);
CREATE MATERIALIZED VIEW m WITH (fillfactor = 80) AS SELECT name, count(*) AS many FROM t GROUP BY name;
CREATE UNIQUE INDEX m_name ON m (name);
CREATE INDEX m_many ON m (many DESC) WHERE many > 1;
CREATE VIEW over AS SELECT name FROM m WHERE many > 0;
COMMENT ON MATERIALIZED VIEW m IS 'How many of a name.';
