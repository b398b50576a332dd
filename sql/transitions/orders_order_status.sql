-- orders.status becomes orders.order_status, with every value.
-- has: column orders.status
-- lacks: column orders.order_status
-- renames: column orders.status to column orders.order_status
-- step: core
ALTER TABLE orders RENAME COLUMN status TO order_status;
