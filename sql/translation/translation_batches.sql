CREATE TABLE translation_batches (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    batch_key varchar(255) NOT NULL,
    total_items integer NOT NULL,
    completed_items integer DEFAULT 0,
    status varchar(50) DEFAULT 'pending',
    source_language varchar(10) DEFAULT 'en',
    target_language varchar(10) NOT NULL,
    namespace varchar(100),
    metadata jsonb,
    started_at timestamp,
    completed_at timestamp,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT translation_batches_pkey PRIMARY KEY (id),
    CONSTRAINT translation_batches_batch_key_key UNIQUE (batch_key)
);

COMMENT ON TABLE translation_batches IS
    'Requests to translate many texts into one language in the background; texts are in '
    'translation_batch_items.';
COMMENT ON COLUMN translation_batches.batch_key IS
    'Caller''s own name of the request, unique so that a repeated request finds the first.';
COMMENT ON COLUMN translation_batches.completed_items IS
    'Items finished so far out of total_items; kept by the worker, not by a trigger.';
COMMENT ON COLUMN translation_batches.status IS 'pending, processing, completed or failed.';
COMMENT ON COLUMN translation_batches.source_language IS 'supported_languages.code, without a foreign key.';
COMMENT ON COLUMN translation_batches.target_language IS 'supported_languages.code, without a foreign key.';
COMMENT ON COLUMN translation_batches.namespace IS 'Namespace of the resulting translations.';
COMMENT ON COLUMN translation_batches.metadata IS 'Who asked and why, as the caller wrote it; no fixed keys.';
COMMENT ON COLUMN translation_batches.started_at IS 'When a worker took it, in UTC.';
COMMENT ON COLUMN translation_batches.completed_at IS 'When its last item was finished, in UTC.';
