CREATE TABLE things (id integer, doc text) WITH (toast.autovacuum_enabled = false, toast_tuple_target = 4000);
