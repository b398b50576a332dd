INSERT INTO evt (at) SELECT '2025-02-02' FROM generate_series(1, 7) AS i;
