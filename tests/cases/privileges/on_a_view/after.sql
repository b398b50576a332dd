CREATE TABLE things (id integer, name text);
CREATE VIEW v AS SELECT id FROM things;
GRANT SELECT ON v TO :reporting;
