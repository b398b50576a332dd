CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TYPE span AS RANGE (SUBTYPE = integer);
CREATE DOMAIN feeling AS mood DEFAULT 'ok' NOT NULL;
CREATE DOMAIN length AS span CONSTRAINT full_one CHECK (NOT isempty(VALUE));
CREATE DOMAIN lists AS integer[] CHECK (cardinality(VALUE) < 5);
CREATE TABLE t (id integer PRIMARY KEY, f feeling, l length, n lists);
