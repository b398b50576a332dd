CREATE TABLE things (id integer, doc text);
CREATE INDEX by_doc ON things (doc);
