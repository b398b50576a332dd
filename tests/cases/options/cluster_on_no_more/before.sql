CREATE TABLE things (id integer PRIMARY KEY, doc text);
ALTER TABLE things CLUSTER ON things_pkey;
