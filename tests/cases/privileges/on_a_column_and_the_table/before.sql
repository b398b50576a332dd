CREATE TABLE things (id integer, name text);
GRANT SELECT (id) ON things TO :reporting;
