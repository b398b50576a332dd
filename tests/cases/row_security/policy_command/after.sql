CREATE TABLE orders (id integer PRIMARY KEY);
CREATE POLICY a ON orders FOR DELETE USING (id > 0);
COMMENT ON POLICY a ON orders IS 'kept';
