CREATE POLICY mine ON orders USING (tenant = 'x');
