CREATE TABLE things (id integer, doc text);
CREATE INDEX by_doc ON things (doc);
ALTER TABLE things CLUSTER ON by_doc;
