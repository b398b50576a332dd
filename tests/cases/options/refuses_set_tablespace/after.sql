CREATE TABLE things (id integer);
ALTER TABLE things SET TABLESPACE pg_default;
