CREATE TABLE t (id integer PRIMARY KEY, n text);
CREATE VIEW v AS SELECT id, n FROM t WHERE n > '0';
