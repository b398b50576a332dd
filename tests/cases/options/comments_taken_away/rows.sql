INSERT INTO things (doc) VALUES ('a');
