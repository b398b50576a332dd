CREATE TABLE things (id integer);
GRANT pg_monitor TO :app;
