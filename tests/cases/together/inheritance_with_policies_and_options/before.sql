CREATE TABLE above (id integer PRIMARY KEY, note text);
CREATE TABLE child (more text) INHERITS (above);
