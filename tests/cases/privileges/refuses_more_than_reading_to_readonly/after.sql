CREATE TABLE things (id integer);
GRANT UPDATE ON things TO :readonly;
