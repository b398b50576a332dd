CREATE TABLE things (id integer);
REVOKE SELECT ON things FROM :app;
