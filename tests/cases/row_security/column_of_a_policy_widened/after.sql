CREATE TABLE orders (id integer PRIMARY KEY, tenant varchar(20) NOT NULL);
CREATE POLICY tenant ON orders USING (tenant = 'x');
