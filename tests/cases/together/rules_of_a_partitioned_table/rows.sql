INSERT INTO events SELECT n, n % 3, 'x' || n FROM generate_series(1, 150) AS n;
