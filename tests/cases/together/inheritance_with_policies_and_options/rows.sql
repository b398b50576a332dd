INSERT INTO above VALUES (1, 'a');
INSERT INTO child VALUES (2, 'b', 'c');
