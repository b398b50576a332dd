SELECT last = 2 FROM m;
