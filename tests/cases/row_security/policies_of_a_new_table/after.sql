CREATE TABLE orders (id integer PRIMARY KEY, tenant_id integer NOT NULL, owner name);
ALTER TABLE orders ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON orders USING (tenant_id = current_setting('app.tenant')::integer)
    WITH CHECK (tenant_id = current_setting('app.tenant')::integer);
CREATE POLICY read_all ON orders FOR SELECT TO :reader USING (true);
CREATE POLICY "Own Rows" ON orders FOR UPDATE TO :app, :stranger USING (owner = CURRENT_USER) WITH CHECK (owner = CURRENT_USER);
CREATE POLICY adds ON orders FOR INSERT TO CURRENT_USER WITH CHECK (true);
CREATE POLICY removes ON orders FOR DELETE USING (owner = SESSION_USER);
CREATE POLICY never ON orders AS RESTRICTIVE USING (tenant_id > 0);
COMMENT ON POLICY tenant ON orders IS 'Each tenant sees its own.';
