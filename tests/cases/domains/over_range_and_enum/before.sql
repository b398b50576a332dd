CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TYPE span AS RANGE (SUBTYPE = integer);
CREATE DOMAIN feeling AS mood;
CREATE DOMAIN length AS span;
CREATE DOMAIN lists AS integer[];
CREATE TABLE t (id integer PRIMARY KEY, f feeling, l length, n lists);
