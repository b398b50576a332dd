CREATE TABLE things (id integer, name text);
CREATE VIEW v AS SELECT name FROM things;
GRANT SELECT (name) ON v TO :app;
GRANT SELECT ON v TO :reporting;
