CREATE TABLE things (id integer PRIMARY KEY WITH (fillfactor = 80), doc text UNIQUE WITH (fillfactor = 50, deduplicate_items = off));
