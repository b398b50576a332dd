CREATE TABLE orders (id integer PRIMARY KEY, tenant integer NOT NULL);
