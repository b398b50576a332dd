CREATE TABLE things (id integer, doc text);
CREATE VIEW v AS SELECT id FROM things;
