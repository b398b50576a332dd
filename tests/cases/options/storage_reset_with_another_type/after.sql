CREATE TABLE things (id integer, n integer);
