INSERT INTO evt SELECT i, '2025-02-02', 'n' FROM generate_series(1, 7) AS i;
