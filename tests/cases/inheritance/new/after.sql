CREATE TABLE things (id integer NOT NULL DEFAULT 5, name text CHECK (name <> ''));
CREATE TABLE more (extra text) INHERITS (things);
