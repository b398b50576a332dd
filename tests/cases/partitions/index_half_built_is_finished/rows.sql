INSERT INTO things VALUES (1, '2024-02-02', 'a');
