CREATE TABLE things (id integer, name text);
GRANT SELECT (name) ON things TO :app;
