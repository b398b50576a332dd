SELECT many = 2 FROM m;
