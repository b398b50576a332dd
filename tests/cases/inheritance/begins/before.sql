CREATE TABLE things (id integer, name text CONSTRAINT filled CHECK (name <> ''));
CREATE TABLE more (id integer, name text, extra text);
