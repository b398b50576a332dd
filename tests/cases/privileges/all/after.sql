CREATE TABLE things (id integer);
GRANT ALL ON things TO :app;
