DROP POLICY a ON orders;
