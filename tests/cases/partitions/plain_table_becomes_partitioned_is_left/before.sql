CREATE TABLE things (id integer, at date);
