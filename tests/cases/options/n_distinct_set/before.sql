CREATE TABLE things (id integer, doc text);
