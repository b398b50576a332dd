CREATE TABLE things (id integer);
CREATE SEQUENCE numbers;
