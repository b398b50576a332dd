CREATE TYPE mood AS ENUM ('sad', 'ok', 'fine', 'glad');
CREATE TABLE t (id integer PRIMARY KEY, m mood DEFAULT 'glad');
