ALTER POLICY a ON orders USING (true);
