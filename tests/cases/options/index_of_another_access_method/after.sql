CREATE TABLE things (id integer, doc text);
CREATE INDEX by_doc ON things USING hash (doc) WITH (fillfactor = 60);
