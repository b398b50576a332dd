INSERT INTO more VALUES (1, 'a', 'b');
