INSERT INTO evt VALUES (1, 5), (2, 16), (3, 28);
