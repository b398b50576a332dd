CREATE TABLE model_metrics (
    id serial NOT NULL,
    model_name varchar(100),
    accuracy_score double precision,
    precision_score double precision,
    recall_score double precision,
    f1_score double precision,
    evaluation_date date DEFAULT CURRENT_DATE,
    training_samples integer,
    notes text,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT model_metrics_pkey PRIMARY KEY (id)
);

COMMENT ON TABLE model_metrics IS 'Result of one evaluation of a model.';
COMMENT ON COLUMN model_metrics.model_name IS
    'model_versions.model_name by value, without a foreign key and without the version.';
COMMENT ON COLUMN model_metrics.accuracy_score IS 'Share of right answers, 0 to 1.';
COMMENT ON COLUMN model_metrics.precision_score IS 'Right positives among predicted positives, 0 to 1.';
COMMENT ON COLUMN model_metrics.recall_score IS 'Right positives among actual positives, 0 to 1.';
COMMENT ON COLUMN model_metrics.f1_score IS 'Harmonic mean of precision_score and recall_score, 0 to 1.';
COMMENT ON COLUMN model_metrics.training_samples IS 'Number of examples the model was trained on.';
