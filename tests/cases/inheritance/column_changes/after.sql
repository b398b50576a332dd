CREATE TABLE things (id bigint NOT NULL DEFAULT 3, name text CHECK (name <> ''), new text);
CREATE TABLE more (extra text NOT NULL) INHERITS (things);
