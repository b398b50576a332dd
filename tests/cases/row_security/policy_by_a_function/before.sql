CREATE FUNCTION tenant() RETURNS integer LANGUAGE sql STABLE AS 'SELECT 1';
CREATE TABLE orders (id integer PRIMARY KEY, tenant integer);
CREATE POLICY p ON orders USING (tenant = tenant());
