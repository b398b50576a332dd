CREATE TABLE orders (id integer PRIMARY KEY, tenant varchar(20) NOT NULL);
