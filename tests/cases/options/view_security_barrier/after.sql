CREATE TABLE things (id integer, doc text);
CREATE VIEW v WITH (security_barrier, security_invoker = true) AS SELECT id FROM things;
