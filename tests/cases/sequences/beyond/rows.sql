SELECT setval('s', 50);
