CREATE TABLE deliveries (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    order_id uuid NOT NULL,
    store_id uuid NOT NULL,
    assigned_to uuid,
    status varchar(50) NOT NULL DEFAULT 'pending',
    customer_id uuid,
    customer_name varchar(200) NOT NULL,
    customer_phone varchar(20) NOT NULL,
    customer_email varchar(255),
    delivery_address jsonb NOT NULL,
    delivery_latitude numeric(10,8),
    delivery_longitude numeric(11,8),
    delivery_notes text,
    scheduled_at timestamp,
    assigned_at timestamp,
    accepted_at timestamp,
    picked_up_at timestamp,
    departed_at timestamp,
    arrived_at timestamp,
    completed_at timestamp,
    cancelled_at timestamp,
    estimated_delivery_time timestamp,
    actual_delivery_time timestamp,
    distance_km numeric(10,2),
    delivery_fee numeric(10,2) DEFAULT 0,
    tip_amount numeric(10,2) DEFAULT 0,
    signature_data text,
    signature_captured_at timestamp,
    photo_proof_urls text[],
    id_verified boolean DEFAULT false,
    id_verification_type varchar(50),
    id_verification_data jsonb,
    age_verified boolean DEFAULT false,
    batch_id uuid,
    batch_sequence integer,
    rating integer,
    feedback text,
    issues_reported jsonb DEFAULT '[]',
    metadata jsonb DEFAULT '{}',
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
    created_by uuid,
    updated_by uuid,
    delivery_location geography(Point,4326),
    CONSTRAINT deliveries_pkey PRIMARY KEY (id),
    CONSTRAINT deliveries_delivery_address_check CHECK (
        delivery_address ? 'street' AND delivery_address ? 'city' AND delivery_address ? 'postal_code'
    ),
    CONSTRAINT deliveries_rating_check CHECK (rating BETWEEN 1 AND 5)
);

ALTER TABLE deliveries
    ADD CONSTRAINT deliveries_customer_id_fkey
    FOREIGN KEY (customer_id) REFERENCES profiles (id);
ALTER TABLE deliveries
    ADD CONSTRAINT deliveries_order_id_fkey
    FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE;
ALTER TABLE deliveries
    ADD CONSTRAINT deliveries_store_id_fkey
    FOREIGN KEY (store_id) REFERENCES stores (id) ON DELETE CASCADE;
ALTER TABLE deliveries
    ADD CONSTRAINT deliveries_assigned_to_fkey
    FOREIGN KEY (assigned_to) REFERENCES users (id) ON DELETE SET NULL;

CREATE INDEX idx_deliveries_batch_id ON deliveries (batch_id);
CREATE INDEX idx_deliveries_created_at ON deliveries (created_at DESC);
CREATE INDEX idx_deliveries_customer_id ON deliveries (customer_id);
CREATE INDEX idx_deliveries_order_id ON deliveries (order_id);
CREATE INDEX idx_deliveries_scheduled_at ON deliveries (scheduled_at);
CREATE INDEX idx_deliveries_store_id ON deliveries (store_id);
CREATE INDEX idx_deliveries_assigned_to ON deliveries (assigned_to);
CREATE INDEX idx_deliveries_assigned_status
    ON deliveries (assigned_to, status) WHERE status IN ('pending', 'assigned', 'in_transit');
CREATE INDEX idx_deliveries_location ON deliveries USING gist (delivery_location);

CREATE TRIGGER update_deliveries_updated_at
    BEFORE UPDATE ON deliveries
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE deliveries IS
    'One delivery of an order to a customer''s door, from assignment to proof of hand-over.';
COMMENT ON COLUMN deliveries.assigned_to IS
    'users.id of the member of staff who delivers; becomes null when that user is deleted.';
COMMENT ON COLUMN deliveries.status IS
    'Free text without a check, pending at first; idx_deliveries_assigned_status covers pending, assigned '
    'and in_transit.';
COMMENT ON COLUMN deliveries.customer_id IS 'profiles.id, not users.id.';
COMMENT ON COLUMN deliveries.customer_name IS
    'Name at the time of the order; a copy, like customer_phone and customer_email, that does not follow '
    'the profile.';
COMMENT ON COLUMN deliveries.customer_phone IS
    'Number to call about this delivery; a copy that does not follow the profile.';
COMMENT ON COLUMN deliveries.customer_email IS
    'Address for notices about this delivery; a copy that does not follow the profile.';
COMMENT ON COLUMN deliveries.delivery_address IS
    'JSON object; street, city and postal_code must be there, other keys are not checked.';
COMMENT ON COLUMN deliveries.delivery_latitude IS
    'Degrees north, WGS 84; the numeric twin of delivery_location.';
COMMENT ON COLUMN deliveries.delivery_longitude IS
    'Degrees east, WGS 84, so negative in Canada; the numeric twin of delivery_location.';
COMMENT ON COLUMN deliveries.delivery_notes IS 'Instructions for the driver.';
COMMENT ON COLUMN deliveries.scheduled_at IS
    'When the delivery is planned for, in UTC; null where no time was agreed.';
COMMENT ON COLUMN deliveries.assigned_at IS 'When assigned_to was set, in UTC.';
COMMENT ON COLUMN deliveries.accepted_at IS 'When the driver took the delivery on, in UTC.';
COMMENT ON COLUMN deliveries.picked_up_at IS 'When the driver collected the order at the store, in UTC.';
COMMENT ON COLUMN deliveries.departed_at IS 'When the driver left for the customer, in UTC.';
COMMENT ON COLUMN deliveries.arrived_at IS 'When the driver reached the address, in UTC.';
COMMENT ON COLUMN deliveries.completed_at IS
    'When the delivery was closed as done, in UTC; actual_delivery_time is the hand-over itself.';
COMMENT ON COLUMN deliveries.cancelled_at IS
    'When the delivery was called off, in UTC; null unless cancelled.';
COMMENT ON COLUMN deliveries.estimated_delivery_time IS
    'Expected hand-over, a moment in UTC and not a duration; see actual_delivery_time.';
COMMENT ON COLUMN deliveries.actual_delivery_time IS
    'Hand-over as it happened, a moment in UTC and not a duration; twin of estimated_delivery_time.';
COMMENT ON COLUMN deliveries.distance_km IS 'Kilometres from the store to the customer.';
COMMENT ON COLUMN deliveries.delivery_fee IS 'Canadian dollars; nothing ties it to orders.delivery_fee.';
COMMENT ON COLUMN deliveries.tip_amount IS 'Canadian dollars; nothing ties it to orders.tip_amount.';
COMMENT ON COLUMN deliveries.signature_data IS
    'The customer''s signature, encoded as text by the application; personal data.';
COMMENT ON COLUMN deliveries.signature_captured_at IS 'When signature_data was taken, in UTC.';
COMMENT ON COLUMN deliveries.photo_proof_urls IS
    'URLs of the photographs that prove the hand-over; the images are stored elsewhere.';
COMMENT ON COLUMN deliveries.id_verified IS
    'Whether the driver checked an identity document at the door; see age_verified for the outcome on age.';
COMMENT ON COLUMN deliveries.id_verification_type IS
    'Kind of document or method used, free text without a check.';
COMMENT ON COLUMN deliveries.id_verification_data IS
    'What was recorded from the identity check, keys set by the application; personal data.';
COMMENT ON COLUMN deliveries.age_verified IS
    'Whether the customer was of legal age (provinces_territories.min_age) at the hand-over.';
COMMENT ON COLUMN deliveries.batch_id IS
    'delivery_batches.id, without a foreign key; null for a delivery outside any batch.';
COMMENT ON COLUMN deliveries.batch_sequence IS 'Place in the route of the batch.';
COMMENT ON COLUMN deliveries.rating IS
    'The customer''s score of the delivery, 1 to 5; product scores are in customer_reviews.';
COMMENT ON COLUMN deliveries.feedback IS 'The customer''s words on the delivery.';
COMMENT ON COLUMN deliveries.issues_reported IS
    'JSON array of problems with this delivery, elements set by the application.';
COMMENT ON COLUMN deliveries.metadata IS 'JSON object of the application''s own extras, keys not checked.';
COMMENT ON COLUMN deliveries.created_by IS 'users.id, without a foreign key.';
COMMENT ON COLUMN deliveries.updated_by IS 'users.id of the last editor, without a foreign key.';
COMMENT ON COLUMN deliveries.delivery_location IS
    'The address as a point, SRID 4326, longitude before latitude; no trigger keeps it equal to '
    'delivery_latitude and delivery_longitude.';
