CREATE SEQUENCE order_number_seq;

COMMENT ON SEQUENCE order_number_seq IS 'Feeds generate_order_number(): one number an order, over all stores.';
