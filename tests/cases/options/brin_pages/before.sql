CREATE TABLE things (id integer, at timestamptz);
CREATE INDEX by_at ON things USING brin (at);
