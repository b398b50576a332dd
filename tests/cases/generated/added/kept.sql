SELECT twice = 8 FROM t;
