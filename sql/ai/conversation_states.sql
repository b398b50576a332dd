CREATE TABLE conversation_states (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    session_id varchar(255) NOT NULL,
    user_id uuid,
    current_stage varchar(50) NOT NULL,
    previous_stage varchar(50),
    stage_history jsonb DEFAULT '[]',
    context_data jsonb DEFAULT '{}',
    intent_history jsonb DEFAULT '[]',
    resistance_level double precision DEFAULT 0.0,
    engagement_score double precision DEFAULT 0.5,
    stage_start_time timestamp DEFAULT CURRENT_TIMESTAMP,
    total_duration_seconds integer DEFAULT 0,
    message_count integer DEFAULT 0,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT conversation_states_pkey PRIMARY KEY (id),
    CONSTRAINT conversation_states_session_id_key UNIQUE (session_id)
);

CREATE INDEX idx_conversation_states_current_stage ON conversation_states (current_stage);
CREATE INDEX idx_conversation_states_user_id ON conversation_states (user_id);

CREATE TRIGGER update_conversation_states_updated_at
    BEFORE UPDATE ON conversation_states
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE conversation_states IS
    'Where a chat session stands in the sales dialogue, one row a session, updated at every turn.';
COMMENT ON COLUMN conversation_states.session_id IS
    'Chat session; matches ai_conversations.session_id by value.';
COMMENT ON COLUMN conversation_states.user_id IS 'users.id, without a foreign key; null for a guest.';
COMMENT ON COLUMN conversation_states.current_stage IS
    'Stage of the sales dialogue, free text without a check; the application names the stages.';
COMMENT ON COLUMN conversation_states.previous_stage IS 'Stage before current_stage; null in the first.';
COMMENT ON COLUMN conversation_states.stage_history IS
    'JSON array of the stages so far, elements set by the application.';
COMMENT ON COLUMN conversation_states.context_data IS
    'JSON object of what was learned in the dialogue, keys set by the application.';
COMMENT ON COLUMN conversation_states.intent_history IS
    'JSON array of the intents recognised so far, elements set by the application.';
COMMENT ON COLUMN conversation_states.resistance_level IS
    'How reluctant the customer seems, from 0 (not at all), which a session starts with, to 1.';
COMMENT ON COLUMN conversation_states.engagement_score IS
    'How interested the customer seems, 0 to 1; starts at 0.5, where conversion_metrics starts at 0.';
COMMENT ON COLUMN conversation_states.stage_start_time IS 'When current_stage began, in UTC.';
COMMENT ON COLUMN conversation_states.total_duration_seconds IS
    'Seconds since the session began, over all stages.';
