CREATE TABLE things (id integer, doc text);
ALTER TABLE things ALTER COLUMN doc SET STATISTICS 0;
