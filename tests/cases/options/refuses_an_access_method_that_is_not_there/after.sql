CREATE TABLE things (id integer);
CREATE INDEX i ON things USING columnar (id);
