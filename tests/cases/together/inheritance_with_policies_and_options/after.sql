CREATE TABLE above (id integer PRIMARY KEY, note text COLLATE "C", n integer DEFAULT 3);
CREATE TABLE child (more text) INHERITS (above);
ALTER TABLE above ALTER note SET STATISTICS 500;
ALTER TABLE child ENABLE ROW LEVEL SECURITY;
CREATE POLICY few ON child TO :reader USING (n > 0);
CREATE STATISTICS both_of ON note, n FROM child;
