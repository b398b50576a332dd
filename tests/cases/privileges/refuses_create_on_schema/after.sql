CREATE TABLE things (id integer);
GRANT CREATE ON SCHEMA public TO :app;
