CREATE POLICY mine ON orders USING (true);
