CREATE TABLE orders (id integer PRIMARY KEY, tenant_id integer NOT NULL);
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON orders USING (tenant_id = 2) WITH CHECK (tenant_id IN (2, 3));
