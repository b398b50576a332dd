CREATE TABLE things (id integer, doc text);
CREATE INDEX by_doc ON things (doc) WITH (fillfactor = 70) WHERE doc <> ' WITH (fillfactor=''70'')';
