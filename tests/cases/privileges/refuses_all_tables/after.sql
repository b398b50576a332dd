CREATE TABLE things (id integer);
GRANT SELECT ON ALL TABLES IN SCHEMA public TO :app;
