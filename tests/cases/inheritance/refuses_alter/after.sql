CREATE TABLE things (id integer, name text);
ALTER TABLE things INHERIT things;
