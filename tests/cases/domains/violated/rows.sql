INSERT INTO t VALUES ('long one');
