CREATE TYPE mood AS ENUM ('sad', 'it''s ok', 'Glad');
CREATE TYPE nothing AS ENUM ();
CREATE TABLE t (id integer PRIMARY KEY, m mood DEFAULT 'sad', many mood[]);
