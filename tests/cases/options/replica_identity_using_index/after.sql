CREATE TABLE things (id integer PRIMARY KEY, name text NOT NULL);
CREATE UNIQUE INDEX by_name ON things (name);
ALTER TABLE things REPLICA IDENTITY USING INDEX by_name;
