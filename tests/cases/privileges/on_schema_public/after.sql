CREATE TABLE things (id integer);
GRANT USAGE ON SCHEMA public TO :app;
