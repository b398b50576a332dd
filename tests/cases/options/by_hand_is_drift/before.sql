CREATE TABLE things (id integer PRIMARY KEY, doc text);
