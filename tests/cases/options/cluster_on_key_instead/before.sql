CREATE TABLE things (id integer PRIMARY KEY, doc text);
CREATE INDEX by_doc ON things (doc);
ALTER TABLE things CLUSTER ON by_doc;
