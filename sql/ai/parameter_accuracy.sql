CREATE TABLE parameter_accuracy (
    id serial NOT NULL,
    parameter_type varchar(50) NOT NULL,
    inferred_value text,
    correct_value text,
    is_correct boolean,
    confidence_score double precision,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT parameter_accuracy_pkey PRIMARY KEY (id)
);

CREATE INDEX idx_param_correct ON parameter_accuracy (is_correct);
CREATE INDEX idx_param_type ON parameter_accuracy (parameter_type);

COMMENT ON TABLE parameter_accuracy IS
    'Whether one search parameter that the model inferred was right, one row a parameter and request.';
COMMENT ON COLUMN parameter_accuracy.parameter_type IS
    'Which parameter, free text without a check; a key of ai_training_data.inferred_params.';
COMMENT ON COLUMN parameter_accuracy.inferred_value IS 'The model''s value as text.';
COMMENT ON COLUMN parameter_accuracy.correct_value IS 'The value that would have been right, as text.';
COMMENT ON COLUMN parameter_accuracy.confidence_score IS 'The model''s confidence in inferred_value, 0 to 1.';
