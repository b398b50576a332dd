CREATE TABLE things (id integer, doc text) WITH (toast.autovacuum_enabled = false);
