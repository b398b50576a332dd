INSERT INTO t VALUES (1, 'long one');
