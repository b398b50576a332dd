CREATE TABLE things (id integer, doc text);
CREATE VIEW v AS SELECT id, doc FROM things;
ALTER VIEW v ALTER COLUMN id SET DEFAULT 1;
