CREATE TABLE orders (id integer PRIMARY KEY, tenant_id integer NOT NULL);
ALTER TABLE orders ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON orders TO :app USING (tenant_id = current_setting('app.tenant')::integer);
CREATE POLICY never ON orders AS RESTRICTIVE FOR SELECT USING (tenant_id > 0);
