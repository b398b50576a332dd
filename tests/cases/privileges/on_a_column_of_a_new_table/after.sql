CREATE TABLE things (id integer, name text);
GRANT INSERT (id), SELECT (name) ON things TO :app WITH GRANT OPTION;
