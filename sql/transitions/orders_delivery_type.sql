-- orders.delivery_method becomes orders.delivery_type, with every value.
-- has: column orders.delivery_method
-- lacks: column orders.delivery_type
-- renames: column orders.delivery_method to column orders.delivery_type
-- step: core
ALTER TABLE orders RENAME COLUMN delivery_method TO delivery_type;
