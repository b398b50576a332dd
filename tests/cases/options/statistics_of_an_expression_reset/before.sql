CREATE TABLE things (id integer, doc text);
CREATE INDEX by_lower ON things (id, lower(doc));
ALTER INDEX by_lower ALTER COLUMN 2 SET STATISTICS 300;
