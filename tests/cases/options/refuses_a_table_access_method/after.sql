CREATE TABLE things (id integer) USING columnar;
