CREATE TABLE things (id integer, doc text);
CREATE INDEX by_lower ON things (id, lower(doc));
