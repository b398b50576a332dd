CREATE TABLE orders (id integer PRIMARY KEY, tenant varchar(10));
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
CREATE TABLE members (tenant varchar(10));
CREATE POLICY p ON orders AS RESTRICTIVE USING (tenant IN (SELECT tenant FROM members));
