CREATE TABLE things (id integer, doc text);
CREATE VIEW v AS SELECT id FROM things WHERE id > 1 WITH CHECK OPTION;
