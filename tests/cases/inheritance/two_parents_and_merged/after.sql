CREATE TABLE things (id integer, name text);
CREATE TABLE others (id integer, what text);
CREATE TABLE more (name text NOT NULL, extra text) INHERITS (things, others);
