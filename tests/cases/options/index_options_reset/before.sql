CREATE TABLE things (id integer, docs text[]);
CREATE INDEX by_docs ON things USING gin (docs) WITH (fastupdate = off, gin_pending_list_limit = 128);
