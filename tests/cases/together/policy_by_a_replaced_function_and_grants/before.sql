CREATE FUNCTION mine(t integer) RETURNS boolean LANGUAGE sql STABLE RETURN t = 1;
CREATE TABLE orders (id integer PRIMARY KEY, tenant integer);
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY mine ON orders FOR SELECT TO :app USING (mine(tenant));
GRANT SELECT (id), UPDATE (tenant) ON orders TO :app;
