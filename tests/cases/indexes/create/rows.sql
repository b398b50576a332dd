INSERT INTO t VALUES (1, 'a', 'b', 1, '{}', '(1,1)');
