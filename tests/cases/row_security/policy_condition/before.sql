CREATE TABLE orders (id integer PRIMARY KEY, tenant_id integer NOT NULL);
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON orders USING (tenant_id = 1) WITH CHECK (tenant_id = 1);
