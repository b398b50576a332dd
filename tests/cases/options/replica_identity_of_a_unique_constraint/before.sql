CREATE TABLE things (id integer PRIMARY KEY, code text NOT NULL);
