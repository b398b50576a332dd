CREATE TABLE orders (id integer PRIMARY KEY, tenant varchar(10) NOT NULL);
