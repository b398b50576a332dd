CREATE TABLE delivery_batches (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    store_id uuid NOT NULL,
    assigned_to uuid,
    batch_number varchar(50) NOT NULL,
    total_deliveries integer NOT NULL DEFAULT 0,
    completed_deliveries integer NOT NULL DEFAULT 0,
    optimized_route jsonb,
    total_distance_km numeric(10,2),
    estimated_duration_minutes integer,
    status varchar(50) DEFAULT 'pending',
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    completed_at timestamp,
    CONSTRAINT delivery_batches_pkey PRIMARY KEY (id),
    CONSTRAINT delivery_batches_batch_number_key UNIQUE (batch_number)
);

ALTER TABLE delivery_batches
    ADD CONSTRAINT delivery_batches_store_id_fkey
    FOREIGN KEY (store_id) REFERENCES stores (id) ON DELETE CASCADE;
ALTER TABLE delivery_batches
    ADD CONSTRAINT delivery_batches_assigned_to_fkey
    FOREIGN KEY (assigned_to) REFERENCES users (id) ON DELETE SET NULL;

CREATE INDEX idx_delivery_batches_store ON delivery_batches (store_id);
CREATE INDEX idx_delivery_batches_assigned_to ON delivery_batches (assigned_to);

COMMENT ON TABLE delivery_batches IS 'Several deliveries that one member of staff does in one trip.';
COMMENT ON COLUMN delivery_batches.assigned_to IS
    'users.id of the driver; becomes null when that user is deleted.';
COMMENT ON COLUMN delivery_batches.batch_number IS 'Number that people see, unique over all stores.';
COMMENT ON COLUMN delivery_batches.total_deliveries IS
    'How many deliveries name this batch in batch_id; kept by the application, not by a trigger.';
COMMENT ON COLUMN delivery_batches.completed_deliveries IS
    'How many of total_deliveries are done; kept by the application, not by a trigger.';
COMMENT ON COLUMN delivery_batches.optimized_route IS
    'JSON of the computed route, layout set by the application; deliveries.batch_sequence has the order of '
    'stops.';
COMMENT ON COLUMN delivery_batches.total_distance_km IS 'Kilometres of the whole trip.';
COMMENT ON COLUMN delivery_batches.estimated_duration_minutes IS 'Expected minutes of the whole trip.';
COMMENT ON COLUMN delivery_batches.status IS 'Free text without a check; starts as pending.';
COMMENT ON COLUMN delivery_batches.completed_at IS 'When the last delivery was done, in UTC.';
