CREATE TABLE things (id integer NOT NULL, at date, name text CHECK (name <> '')) PARTITION BY RANGE (at);
CREATE INDEX things_name ON things (name);
CREATE TABLE things_2024 (id integer, at date, name varchar(20));
