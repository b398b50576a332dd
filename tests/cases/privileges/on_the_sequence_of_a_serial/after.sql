CREATE TABLE things (id serial PRIMARY KEY);
GRANT USAGE ON SEQUENCE things_id_seq TO :app;
