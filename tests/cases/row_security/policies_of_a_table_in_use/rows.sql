INSERT INTO orders SELECT n, n % 3 FROM generate_series(1, 30) AS n;
