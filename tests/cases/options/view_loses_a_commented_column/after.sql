CREATE TABLE things (id integer, doc text);
CREATE VIEW v AS SELECT id FROM things;
COMMENT ON COLUMN v.id IS 'it''s';
