CREATE TABLE things (id integer, name text);
GRANT SELECT (id, name), UPDATE (name) ON things TO :app;
