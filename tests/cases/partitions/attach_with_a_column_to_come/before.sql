CREATE TABLE things (id integer, at date) PARTITION BY RANGE (at);
CREATE TABLE things_2024 (id integer, at date);
