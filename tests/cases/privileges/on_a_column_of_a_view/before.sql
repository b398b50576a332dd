CREATE TABLE things (id integer, name text);
CREATE VIEW v AS SELECT id, name FROM things;
