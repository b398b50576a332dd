CREATE TABLE things (id integer, name text);
CREATE VIEW v AS SELECT id, name FROM things;
GRANT SELECT (name) ON v TO :app;
