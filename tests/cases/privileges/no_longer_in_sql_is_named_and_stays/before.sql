CREATE TABLE things (id integer, name text);
GRANT SELECT, DELETE ON things TO :app;
