CREATE TABLE things (id integer NOT NULL, at date NOT NULL, name text CONSTRAINT filled CHECK (name <> ''), PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE INDEX things_name ON things (name);
CREATE TABLE things_2024 (id integer NOT NULL, at date NOT NULL, name text CONSTRAINT filled CHECK (name <> ''), PRIMARY KEY (id, at));
CREATE INDEX things_2024_name_idx ON things_2024 (name);
