CREATE TABLE a (id integer PRIMARY KEY, z_id integer);
ALTER TABLE a ADD FOREIGN KEY (z_id) REFERENCES z (id);
-- domain zoo
CREATE TABLE z (id integer PRIMARY KEY, a_id integer REFERENCES a (id) ON DELETE CASCADE DEFERRABLE);
