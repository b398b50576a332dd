CREATE TABLE things (id integer, name text);
CREATE TABLE more (id integer, name text, extra text);
