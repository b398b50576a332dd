CREATE TABLE things (id integer, docs text[]);
CREATE INDEX by_docs ON things USING gin (docs) WITH (fastupdate = on);
