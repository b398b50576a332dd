CREATE TABLE recommendation_metrics (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    recommendation_id uuid,
    customer_id uuid,
    session_id varchar(100),
    event_type varchar(50),
    event_value numeric(10,2),
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT recommendation_metrics_pkey PRIMARY KEY (id)
);

ALTER TABLE recommendation_metrics
    ADD CONSTRAINT recommendation_metrics_recommendation_id_fkey
    FOREIGN KEY (recommendation_id) REFERENCES product_recommendations (id);

CREATE INDEX idx_recommendation_metrics_recommendation ON recommendation_metrics (recommendation_id);

COMMENT ON TABLE recommendation_metrics IS
    'One event of a shown suggestion; the rates in product_recommendations sum these up.';
COMMENT ON COLUMN recommendation_metrics.customer_id IS 'Customer, without a foreign key; null for a guest.';
COMMENT ON COLUMN recommendation_metrics.session_id IS
    'Session of the visitor, by value; shorter (100) than session_id in the chat tables (255).';
COMMENT ON COLUMN recommendation_metrics.event_type IS
    'What the visitor did with the suggestion, free text without a check.';
COMMENT ON COLUMN recommendation_metrics.event_value IS
    'Canadian dollars of the event where it has a value; null otherwise.';
