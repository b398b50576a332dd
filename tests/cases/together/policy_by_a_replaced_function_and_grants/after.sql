CREATE FUNCTION mine(t bigint) RETURNS boolean LANGUAGE sql STABLE RETURN t = 1;
CREATE TABLE orders (id integer PRIMARY KEY, tenant bigint);
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY mine ON orders FOR SELECT TO :app, :reader USING (mine(tenant));
GRANT SELECT (id), UPDATE (tenant) ON orders TO :app;
