CREATE TABLE t (id integer PRIMARY KEY, d jsonb NOT NULL DEFAULT '{}'::jsonb);
CREATE INDEX t_d ON t USING gin (d);
