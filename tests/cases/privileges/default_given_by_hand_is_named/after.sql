CREATE TABLE things (id integer, name text);
GRANT SELECT ON things TO :app;
