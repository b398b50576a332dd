CREATE TABLE things (id integer, r int4range, EXCLUDE USING gist (r WITH &&) WITH (fillfactor = 60) WHERE (id > 0) DEFERRABLE);
