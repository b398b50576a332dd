CREATE TABLE things (id integer, at date) PARTITION BY RANGE (at);
