CREATE TABLE things (id integer, doc text COMPRESSION pglz);
