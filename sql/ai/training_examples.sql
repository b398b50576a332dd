CREATE TABLE training_examples (
    id serial NOT NULL,
    query text NOT NULL,
    expected_intent varchar(100) NOT NULL,
    expected_response text,
    entities jsonb DEFAULT '{}',
    expected_products jsonb DEFAULT '[]',
    expected_response_qualities jsonb DEFAULT '[]',
    context jsonb DEFAULT '{}',
    feedback_score double precision DEFAULT 0.5,
    dataset_id varchar(255),
    dataset_name varchar(255),
    added_by varchar(100) DEFAULT 'admin',
    is_active boolean DEFAULT true,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT training_examples_pkey PRIMARY KEY (id)
);

CREATE TRIGGER update_training_examples_updated_at
    BEFORE UPDATE ON training_examples
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE training_examples IS
    'Requests with the answer that is expected, to train and test the assistant.';
COMMENT ON COLUMN training_examples.query IS 'What a customer might say.';
COMMENT ON COLUMN training_examples.expected_intent IS
    'Intent the model should recognise, in the words of chat_interactions.intent.';
COMMENT ON COLUMN training_examples.entities IS
    'JSON object of the things named in the query, keys set by the application.';
COMMENT ON COLUMN training_examples.expected_products IS
    'JSON array of products the answer should offer, elements set by the application.';
COMMENT ON COLUMN training_examples.expected_response_qualities IS
    'JSON array of what the answer should be like, elements set by the application.';
COMMENT ON COLUMN training_examples.context IS
    'JSON object of the situation the query is asked in, keys set by the application.';
COMMENT ON COLUMN training_examples.feedback_score IS 'Value of the example, 0 to 1; 0.5 is neutral.';
COMMENT ON COLUMN training_examples.dataset_id IS
    'Data set the example belongs to, as text; there is no table of data sets, see dataset_name.';
COMMENT ON COLUMN training_examples.dataset_name IS 'Name of the data set, repeated in each of its rows.';
COMMENT ON COLUMN training_examples.added_by IS
    'Name of who added the example, as text and not a users.id; admin by default.';
