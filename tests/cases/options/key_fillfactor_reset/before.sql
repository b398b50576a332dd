CREATE TABLE things (id integer PRIMARY KEY WITH (fillfactor = 80));
