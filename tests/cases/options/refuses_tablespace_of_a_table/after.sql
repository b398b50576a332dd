CREATE TABLE things (id integer) TABLESPACE fast;
