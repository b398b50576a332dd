CREATE TABLE training_sessions (
    id serial NOT NULL,
    session_id varchar(255) NOT NULL,
    examples_trained integer DEFAULT 0,
    accuracy_before double precision DEFAULT 0,
    accuracy_after double precision DEFAULT 0,
    improvements jsonb DEFAULT '{}',
    dataset_id varchar(255),
    status varchar(50) DEFAULT 'in_progress',
    error_message text,
    started_at timestamp DEFAULT CURRENT_TIMESTAMP,
    completed_at timestamp,
    CONSTRAINT training_sessions_pkey PRIMARY KEY (id),
    CONSTRAINT training_sessions_session_id_key UNIQUE (session_id)
);

COMMENT ON TABLE training_sessions IS 'One training run over a data set, with the accuracy before and after.';
COMMENT ON COLUMN training_sessions.session_id IS 'Identifier of the run; not a chat session.';
COMMENT ON COLUMN training_sessions.examples_trained IS 'Number of training_examples used.';
COMMENT ON COLUMN training_sessions.accuracy_before IS 'Accuracy ahead of the run, 0 to 1.';
COMMENT ON COLUMN training_sessions.accuracy_after IS 'Accuracy after the run, 0 to 1.';
COMMENT ON COLUMN training_sessions.improvements IS
    'JSON object of what the run changed, keys set by the application.';
COMMENT ON COLUMN training_sessions.dataset_id IS
    'training_examples.dataset_id by value; null for a run over all examples.';
COMMENT ON COLUMN training_sessions.status IS 'Free text without a check; starts as in_progress.';
COMMENT ON COLUMN training_sessions.started_at IS 'Start of the run, in UTC.';
COMMENT ON COLUMN training_sessions.completed_at IS 'End of the run, in UTC; null while it goes on.';
