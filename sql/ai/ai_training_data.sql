CREATE TABLE ai_training_data (
    id serial NOT NULL,
    customer_message text NOT NULL,
    inferred_params jsonb NOT NULL,
    search_results jsonb,
    customer_action varchar(50),
    feedback_score double precision,
    correction jsonb,
    response_time_ms integer,
    model_confidence double precision,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT ai_training_data_pkey PRIMARY KEY (id)
);

CREATE INDEX idx_training_action ON ai_training_data (customer_action);
CREATE INDEX idx_training_score ON ai_training_data (feedback_score);
CREATE INDEX idx_training_created ON ai_training_data (created_at DESC);

COMMENT ON TABLE ai_training_data IS
    'Real search requests with what the model made of them and how the customer reacted.';
COMMENT ON COLUMN ai_training_data.customer_message IS
    'The customer''s words as typed or spoken; may hold personal data.';
COMMENT ON COLUMN ai_training_data.inferred_params IS
    'JSON object of search parameters the model read from the message, keys set by the application.';
COMMENT ON COLUMN ai_training_data.search_results IS
    'JSON of the products that were shown, layout set by the application.';
COMMENT ON COLUMN ai_training_data.customer_action IS
    'What the customer did next, free text without a check.';
COMMENT ON COLUMN ai_training_data.feedback_score IS
    'How good the answer was; the scale is the application''s, training_examples.feedback_score starts at '
    '0.5.';
COMMENT ON COLUMN ai_training_data.correction IS
    'JSON of the parameters that would have been right, with the keys of inferred_params; null where it '
    'needed none.';
COMMENT ON COLUMN ai_training_data.response_time_ms IS
    'Time the answer took, in milliseconds; chat_interactions.response_time has seconds.';
COMMENT ON COLUMN ai_training_data.model_confidence IS
    'The model''s own confidence in inferred_params, 0 to 1.';
