CREATE TABLE things (id integer, name text);
CREATE TABLE more (extra text) INHERITS (things);
