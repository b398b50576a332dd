SELECT (p).x = 1, (p).y = 2, (p).z IS NULL FROM t;
