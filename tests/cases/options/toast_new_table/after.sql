CREATE TABLE things (id integer, doc text) WITH (fillfactor = 70, toast.autovacuum_enabled = false);
