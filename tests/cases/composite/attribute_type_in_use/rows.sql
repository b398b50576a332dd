INSERT INTO t VALUES (1, ARRAY[(1, 2)::place]);
