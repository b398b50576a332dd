CREATE TABLE orders (id integer PRIMARY KEY);
CREATE POLICY a ON orders USING (true);
CREATE POLICY b ON orders TO :app USING (true);
