CREATE TABLE model_versions (
    id serial NOT NULL,
    model_name varchar(255) NOT NULL,
    model_type varchar(50) DEFAULT 'llama',
    model_path text NOT NULL,
    is_active boolean DEFAULT false,
    description text,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    config jsonb DEFAULT '{}',
    CONSTRAINT model_versions_pkey PRIMARY KEY (id)
);

COMMENT ON TABLE model_versions IS 'A language model that the engine can load, one row a version.';
COMMENT ON COLUMN model_versions.model_name IS 'Not unique: versions of a model may share it.';
COMMENT ON COLUMN model_versions.model_type IS
    'Family of the model, free text without a check; llama by default.';
COMMENT ON COLUMN model_versions.model_path IS
    'Where the engine loads the model from; the weights are not in the database.';
COMMENT ON COLUMN model_versions.is_active IS
    'Whether the version may be used; no key holds it to one a model, and model_deployments says where it '
    'serves.';
COMMENT ON COLUMN model_versions.config IS
    'JSON object of settings to load and run the model with, keys set by the application.';
