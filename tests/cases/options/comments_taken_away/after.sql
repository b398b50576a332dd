CREATE TABLE things (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, doc text CONSTRAINT filled CHECK (doc <> ''));
CREATE TYPE pair AS (a integer, b text);
CREATE DOMAIN word AS text CONSTRAINT full_ CHECK (VALUE <> '');
