INSERT INTO things VALUES (1, '2024-02-02', 'a', 1), (2, '2023-02-02', 'b', 2);
