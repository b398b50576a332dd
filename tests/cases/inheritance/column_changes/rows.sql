INSERT INTO more VALUES (1, 'a', 'b');
INSERT INTO things VALUES (2, 'c');
