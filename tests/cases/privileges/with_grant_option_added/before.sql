CREATE TABLE things (id integer);
GRANT SELECT ON things TO :app;
