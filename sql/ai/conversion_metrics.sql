CREATE TABLE conversion_metrics (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    session_id varchar(255) NOT NULL,
    user_id uuid,
    stage_transitions jsonb DEFAULT '[]',
    conversion_events jsonb DEFAULT '[]',
    cart_additions integer DEFAULT 0,
    cart_removals integer DEFAULT 0,
    products_viewed integer DEFAULT 0,
    total_session_duration_seconds integer DEFAULT 0,
    engagement_score double precision DEFAULT 0.0,
    conversion_score double precision DEFAULT 0.0,
    converted boolean DEFAULT false,
    conversion_value numeric(10,2),
    abandonment_stage varchar(50),
    abandonment_reason text,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT conversion_metrics_pkey PRIMARY KEY (id)
);

CREATE INDEX idx_conversion_metrics_converted ON conversion_metrics (converted);
CREATE INDEX idx_conversion_metrics_created_at ON conversion_metrics (created_at);
CREATE INDEX idx_conversion_metrics_session_id ON conversion_metrics (session_id);
CREATE INDEX idx_conversion_metrics_user_id ON conversion_metrics (user_id);

COMMENT ON TABLE conversion_metrics IS
    'What a chat session led to: cart changes, views and whether it ended in a purchase.';
COMMENT ON COLUMN conversion_metrics.session_id IS
    'Chat session; matches conversation_states.session_id by value, but is not unique here.';
COMMENT ON COLUMN conversion_metrics.user_id IS 'users.id, without a foreign key; null for a guest.';
COMMENT ON COLUMN conversion_metrics.stage_transitions IS
    'JSON array of moves between stages, elements set by the application.';
COMMENT ON COLUMN conversion_metrics.conversion_events IS
    'JSON array of steps towards a purchase, elements set by the application.';
COMMENT ON COLUMN conversion_metrics.cart_additions IS 'How many times something was put in the cart.';
COMMENT ON COLUMN conversion_metrics.cart_removals IS 'How many times something was taken out of the cart.';
COMMENT ON COLUMN conversion_metrics.products_viewed IS 'How many products were looked at.';
COMMENT ON COLUMN conversion_metrics.engagement_score IS
    'Interest over the whole session, 0 to 1; conversation_states has the value of the moment.';
COMMENT ON COLUMN conversion_metrics.conversion_score IS
    'Estimated likelihood of a purchase, 0 to 1; converted is what happened.';
COMMENT ON COLUMN conversion_metrics.conversion_value IS
    'Canadian dollars of the purchase; null where converted is false.';
COMMENT ON COLUMN conversion_metrics.abandonment_stage IS
    'Stage at which the customer left, in the words of conversation_states.current_stage; null where '
    'converted.';
COMMENT ON COLUMN conversion_metrics.abandonment_reason IS
    'Why the customer left, as far as the application can tell.';
