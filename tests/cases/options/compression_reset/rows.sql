INSERT INTO things VALUES (1, repeat('a', 9000));
