CREATE TABLE things (id integer, name text);
CREATE VIEW v AS SELECT id, name FROM things;
GRANT SELECT (name), SELECT (id) ON v TO :app;
GRANT SELECT ON v TO :reporting;
