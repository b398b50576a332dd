CREATE TABLE things (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, doc text CONSTRAINT filled CHECK (doc <> ''));
COMMENT ON CONSTRAINT filled ON things IS 'c';
COMMENT ON CONSTRAINT things_pkey ON things IS 'c2';
COMMENT ON INDEX things_pkey IS 'c3';
COMMENT ON SEQUENCE things_id_seq IS 'e';
CREATE TYPE pair AS (a integer, b text);
COMMENT ON COLUMN pair.b IS 'g';
CREATE DOMAIN word AS text CONSTRAINT full_ CHECK (VALUE <> '');
COMMENT ON CONSTRAINT full_ ON DOMAIN word IS 'j';
