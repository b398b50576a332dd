SELECT count(*) = 3, sum(n) = 150 FROM counts
