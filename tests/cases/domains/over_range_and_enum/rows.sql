INSERT INTO t VALUES (1, 'ok', '[1,3)', '{1,2}');
