CREATE TABLE things (id integer);
CREATE INDEX i ON things (id) TABLESPACE fast;
