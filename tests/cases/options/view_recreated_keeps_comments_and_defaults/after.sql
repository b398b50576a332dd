CREATE TABLE things (id bigint, doc text);
CREATE VIEW v AS SELECT id, doc FROM things;
ALTER VIEW v ALTER COLUMN doc SET DEFAULT 'x';
COMMENT ON VIEW v IS 'v';
COMMENT ON COLUMN v.doc IS 'd';
