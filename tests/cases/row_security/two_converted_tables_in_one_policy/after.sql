CREATE TABLE orders (id integer PRIMARY KEY, tenant integer);
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
CREATE TABLE members (tenant integer);
CREATE POLICY p ON orders AS RESTRICTIVE USING (tenant IN (SELECT tenant FROM members));
