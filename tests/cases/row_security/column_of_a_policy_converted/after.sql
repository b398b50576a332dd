CREATE TABLE orders (id integer PRIMARY KEY, tenant integer NOT NULL);
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON orders AS RESTRICTIVE USING (tenant = current_setting('app.tenant')::integer);
