CREATE TABLE things (id integer, doc text) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01);
