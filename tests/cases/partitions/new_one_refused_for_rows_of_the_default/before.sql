CREATE TABLE things (id integer, at date) PARTITION BY RANGE (at);
CREATE TABLE things_rest PARTITION OF things DEFAULT;
