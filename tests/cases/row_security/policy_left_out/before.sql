CREATE TABLE orders (id integer PRIMARY KEY);
CREATE POLICY a ON orders USING (id > 0);
