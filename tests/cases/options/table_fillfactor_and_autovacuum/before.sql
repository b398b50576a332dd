CREATE TABLE things (id integer, doc text) WITH (fillfactor = 90, autovacuum_enabled = false);
