CREATE TABLE translation_batch_items (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    batch_id uuid,
    source_text text NOT NULL,
    translated_text text,
    context varchar(255),
    status varchar(50) DEFAULT 'pending',
    error_message text,
    processing_time_ms integer,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    completed_at timestamp,
    CONSTRAINT translation_batch_items_pkey PRIMARY KEY (id)
);

ALTER TABLE translation_batch_items
    ADD CONSTRAINT translation_batch_items_batch_id_fkey
    FOREIGN KEY (batch_id) REFERENCES translation_batches (id) ON DELETE CASCADE;

CREATE INDEX idx_batch_items_batch ON translation_batch_items (batch_id);
CREATE INDEX idx_batch_items_status ON translation_batch_items (status);

COMMENT ON TABLE translation_batch_items IS
    'Texts of a translation batch, one row a text; the worker fills in the result.';
COMMENT ON COLUMN translation_batch_items.translated_text IS 'Result; NULL until status is completed.';
COMMENT ON COLUMN translation_batch_items.context IS 'Where the text appears, as in translations.context.';
COMMENT ON COLUMN translation_batch_items.status IS 'pending, processing, completed or failed.';
COMMENT ON COLUMN translation_batch_items.processing_time_ms IS
    'Time the model took for this text, in milliseconds.';
COMMENT ON COLUMN translation_batch_items.completed_at IS 'When it was translated or given up, in UTC.';
