CREATE TABLE things (id integer, doc text);
CREATE INDEX by_lower ON things (lower(doc));
ALTER INDEX by_lower ALTER COLUMN 1 SET STATISTICS 300;
