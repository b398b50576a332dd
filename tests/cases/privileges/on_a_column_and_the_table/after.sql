CREATE TABLE things (id integer, name text);
GRANT SELECT (id) ON things TO :reporting;
GRANT SELECT ON things TO :app;
GRANT UPDATE (name) ON things TO :app;
