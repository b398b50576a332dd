SELECT nextval('numbers');
INSERT INTO things VALUES (1);
