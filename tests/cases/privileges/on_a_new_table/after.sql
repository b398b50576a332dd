CREATE TABLE things (id integer, name text);
GRANT SELECT, INSERT ON things TO :app, :reporting;
