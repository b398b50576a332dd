CREATE FUNCTION tenant() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT 2::bigint';
CREATE TABLE orders (id integer PRIMARY KEY, tenant integer);
CREATE POLICY p ON orders USING (tenant = tenant());
