CREATE TABLE orders (id integer PRIMARY KEY);
CREATE POLICY a ON orders TO :app, :reader USING (true);
CREATE POLICY b ON orders USING (true);
