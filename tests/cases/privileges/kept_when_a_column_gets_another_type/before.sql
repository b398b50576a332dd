CREATE TABLE things (id integer, name text);
GRANT SELECT (id) ON things TO :app;
GRANT SELECT ON things TO :reporting;
