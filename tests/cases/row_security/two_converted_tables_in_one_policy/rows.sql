INSERT INTO orders VALUES (1, '3'); INSERT INTO members VALUES ('3');
