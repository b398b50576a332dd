CREATE TABLE things (id integer, doc text);
CREATE VIEW v AS SELECT id, doc FROM things;
COMMENT ON COLUMN v.doc IS 'd';
COMMENT ON COLUMN v.id IS 'i';
