SELECT bool_and(state = 'new'), count(DISTINCT u) = 2 FROM t;
