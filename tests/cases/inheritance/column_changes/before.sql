CREATE TABLE things (id integer, name varchar(20));
CREATE TABLE more (extra text) INHERITS (things);
