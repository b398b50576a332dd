CREATE TABLE things (id integer, doc text STORAGE EXTERNAL);
