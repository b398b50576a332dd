CREATE TABLE things (id integer, name text);
GRANT SELECT, INSERT, UPDATE, DELETE ON things TO :app;
