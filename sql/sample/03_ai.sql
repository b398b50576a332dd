-- The assistant: its characters and models, what it was trained on, and three conversations (one in French).

INSERT INTO ai_personalities (
    id, tenant_id, store_id, name, personality_type, avatar_url, voice_config, traits, greeting_message,
    is_active, is_default
)
VALUES
    (
        '00000301-0000-4000-8000-000000000001', '00000101-0000-4000-8000-000000000001', NULL, 'Willow',
        'friendly', 'https://cdn.example.com/avatars/willow.png', '{"voice": "sample-en-1", "speed": 1.0}',
        '{"warmth": 0.9, "humor": 0.4, "detail": 0.6}', 'Hi, I''m Willow. What are you looking for today?',
        true, true
    ),
    (
        '00000301-0000-4000-8000-000000000002', '00000101-0000-4000-8000-000000000001',
        '00000102-0000-4000-8000-000000000002', 'Érable', 'bilingual',
        'https://cdn.example.com/avatars/erable.png', '{"voice": "sample-fr-1", "speed": 1.0}',
        '{"warmth": 0.8, "humor": 0.3, "detail": 0.7}', 'Bonjour, hello! Comment puis-je vous aider?', true,
        false
    ),
    (
        '00000301-0000-4000-8000-000000000003', '00000101-0000-4000-8000-000000000002', NULL, 'Ranger',
        'expert', 'https://cdn.example.com/avatars/ranger.png', '{"voice": "sample-en-2", "speed": 1.1}',
        '{"warmth": 0.6, "humor": 0.2, "detail": 0.9}',
        'Welcome to Westhaven. Ask me anything about our shelves.', true, true
    )
ON CONFLICT DO NOTHING;

INSERT INTO ai_conversations (
    id, conversation_id, session_id, customer_id, messages, context, tenant_id, personality_id, store_id,
    created_at, updated_at
)
VALUES
    (
        '00000302-0000-4000-8000-000000000001', '00000303-0000-4000-8000-000000000001', 'sample-chat-0001',
        '00000103-0000-4000-8000-000000000013',
        '[{"role": "user", "content": "Something to relax, not too strong?"},
        {"role": "assistant", "content": "Maple Gummies have 5 mg of THC each: start with one."},
        {"role": "user", "content": "Two packs, and the Café Racer."},
        {"role": "assistant", "content": "Both are in your cart."}]',
        '{"needs": ["relaxation"], "cart_id": "00000415-0000-4000-8000-000000000001"}',
        '00000101-0000-4000-8000-000000000001', '00000301-0000-4000-8000-000000000001',
        '00000102-0000-4000-8000-000000000001', '2025-09-12 16:58', '2025-09-12 17:03'
    ),
    (
        '00000302-0000-4000-8000-000000000002', '00000303-0000-4000-8000-000000000002', 'sample-chat-0002',
        '00000103-0000-4000-8000-000000000015',
        '[{"role": "user", "content": "Avez-vous une boisson légère?"},
        {"role": "assistant", "content": "Le Ginger Fizz contient 10 mg de THC par canette."}]',
        '{"language": "fr"}', '00000101-0000-4000-8000-000000000001', '00000301-0000-4000-8000-000000000002',
        '00000102-0000-4000-8000-000000000002', '2025-09-16 15:30', '2025-09-16 15:31'
    ),
    (
        '00000302-0000-4000-8000-000000000003', '00000303-0000-4000-8000-000000000003', 'sample-chat-0003',
        NULL,
        '[{"role": "user", "content": "Do you have cheap ounces?"},
        {"role": "assistant", "content": "Not in Calgary right now. The largest size here is 7 g."}]',
        '{"language": "en"}', '00000101-0000-4000-8000-000000000002', '00000301-0000-4000-8000-000000000003',
        '00000102-0000-4000-8000-000000000004', '2025-10-02 02:10', '2025-10-02 02:11'
    )
ON CONFLICT DO NOTHING;

INSERT INTO chat_interactions (
    message_id, session_id, customer_id, user_message, ai_response, intent, response_time, metadata,
    conversation_id, created_at
)
VALUES
    (
        900001, 'sample-chat-0001', '00000103-0000-4000-8000-000000000013',
        'Something to relax, not too strong?', 'Maple Gummies have 5 mg of THC each: start with one.',
        'product_search', 0.84, '{"skus": ["900007_2X5MG___"]}', '00000302-0000-4000-8000-000000000001',
        '2025-09-12 16:58'
    ),
    (
        900002, 'sample-chat-0001', '00000103-0000-4000-8000-000000000013', 'Two packs, and the Café Racer.',
        'Both are in your cart.', 'add_to_cart', 0.51, '{"skus": ["900007_2X5MG___", "900001_3.5G___"]}',
        '00000302-0000-4000-8000-000000000001', '2025-09-12 17:03'
    ),
    (
        900003, 'sample-chat-0002', '00000103-0000-4000-8000-000000000015', 'Avez-vous une boisson légère?',
        'Le Ginger Fizz contient 10 mg de THC par canette.', 'product_search', 1.12,
        '{"language": "fr", "skus": ["900009_355ML___"]}', '00000302-0000-4000-8000-000000000002',
        '2025-09-16 15:30'
    ),
    (
        900004, 'sample-chat-0003', NULL, 'Do you have cheap ounces?',
        'Not in Calgary right now. The largest size here is 7 g.', 'product_search', 0.97, '{}',
        '00000302-0000-4000-8000-000000000003', '2025-10-02 02:10'
    )
ON CONFLICT DO NOTHING;

INSERT INTO conversation_states (
    id, session_id, user_id, current_stage, previous_stage, stage_history, context_data, intent_history,
    resistance_level, engagement_score, stage_start_time, total_duration_seconds, message_count, created_at
)
VALUES
    (
        '00000304-0000-4000-8000-000000000001', 'sample-chat-0001', '00000103-0000-4000-8000-000000000013',
        'closing', 'recommendation', '["greeting", "discovery", "recommendation", "closing"]',
        '{"needs": ["relaxation"]}', '["product_search", "add_to_cart"]', 0.1, 0.9, '2025-09-12 17:03', 300,
        4, '2025-09-12 16:58'
    ),
    (
        '00000304-0000-4000-8000-000000000002', 'sample-chat-0002', '00000103-0000-4000-8000-000000000015',
        'recommendation', 'discovery', '["greeting", "discovery", "recommendation"]', '{"language": "fr"}',
        '["product_search"]', 0.2, 0.7, '2025-09-16 15:31', 60, 2, '2025-09-16 15:30'
    ),
    (
        '00000304-0000-4000-8000-000000000003', 'sample-chat-0003', NULL, 'discovery', 'greeting',
        '["greeting", "discovery"]', '{}', '["product_search"]', 0.6, 0.3, '2025-10-02 02:10', 60, 2,
        '2025-10-02 02:10'
    )
ON CONFLICT DO NOTHING;

INSERT INTO conversion_metrics (
    id, session_id, user_id, stage_transitions, conversion_events, cart_additions, cart_removals,
    products_viewed, total_session_duration_seconds, engagement_score, conversion_score, converted,
    conversion_value, abandonment_stage, abandonment_reason, created_at
)
VALUES
    (
        '00000305-0000-4000-8000-000000000001', 'sample-chat-0001', '00000103-0000-4000-8000-000000000013',
        '[{"from": "recommendation", "to": "closing"}]',
        '[{"event": "add_to_cart", "count": 2},
        {"event": "order", "order_id": "00000105-0000-4000-8000-000000000001"}]',
        2, 0, 3, 300, 0.9, 0.85, true, 60.94, NULL, NULL, '2025-09-12 17:06'
    ),
    (
        '00000305-0000-4000-8000-000000000002', 'sample-chat-0003', NULL, '[]', '[]', 0, 0, 1, 60, 0.3, 0.1,
        false, NULL, 'discovery', 'The size asked for is not in stock.', '2025-10-02 02:20'
    )
ON CONFLICT DO NOTHING;

INSERT INTO product_recommendations (
    id, product_id, recommended_product_id, recommendation_type, score, reason, based_on,
    click_through_rate, conversion_rate, revenue_impact
)
VALUES
    (
        '00000306-0000-4000-8000-000000000001', '900001_3.5G___', '900007_2X5MG___', 'cross_sell', 0.82,
        'Often bought together.', 'order_history', 0.0830, 0.0410, 13.90
    ),
    (
        '00000306-0000-4000-8000-000000000002', '900001_3.5G___', '900001_7G___', 'upsell', 0.74,
        'The same flower for less a gram.', 'price', 0.0520, 0.0150, 0
    ),
    (
        '00000306-0000-4000-8000-000000000003', '900008_1X10MG___', '900007_2X5MG___', 'similar', 0.66,
        'The same dose, in two pieces.', 'attributes', 0.0310, 0.0080, 0
    )
ON CONFLICT DO NOTHING;

INSERT INTO recommendation_metrics (
    id, recommendation_id, customer_id, session_id, event_type, event_value, created_at
)
VALUES
    (
        '00000307-0000-4000-8000-000000000001', '00000306-0000-4000-8000-000000000001',
        '00000103-0000-4000-8000-000000000013', 'sample-web-0013', 'impression', NULL, '2025-09-12 17:00'
    ),
    (
        '00000307-0000-4000-8000-000000000002', '00000306-0000-4000-8000-000000000001',
        '00000103-0000-4000-8000-000000000013', 'sample-web-0013', 'purchase', 13.90, '2025-09-12 17:05'
    ),
    (
        '00000307-0000-4000-8000-000000000003', '00000306-0000-4000-8000-000000000002', NULL,
        'sample-web-guest', 'impression', NULL, '2025-10-02 02:12'
    )
ON CONFLICT DO NOTHING;

INSERT INTO model_versions (
    id, model_name, model_type, model_path, is_active, description, config, created_at
)
VALUES
    (
        900001, 'sample-budtender', 'llama', '/models/sample/budtender-v1.gguf', false, 'First version.',
        '{"context_length": 4096}', '2025-04-01 12:00'
    ),
    (
        900002, 'sample-budtender', 'llama', '/models/sample/budtender-v2.gguf', true,
        'Trained on the examples of August 2025.', '{"context_length": 8192}', '2025-08-15 12:00'
    )
ON CONFLICT DO NOTHING;

INSERT INTO model_deployments (
    id, model_version_id, environment, traffic_percentage, status, deployed_at, rolled_back_at,
    deployment_name, endpoint, started_at, stopped_at, is_active, created_at
)
VALUES
    (
        900001, 900001, 'production', 100, 'inactive', '2025-04-02 09:00', NULL,
        'sample-budtender-v1', 'http://models.example.com/budtender/v1', '2025-04-02 09:05',
        '2025-08-20 09:00', false, '2025-04-02 08:55'
    ),
    (
        900002, 900002, 'production', 100, 'active', '2025-08-20 09:00', NULL, 'sample-budtender-v2',
        'http://models.example.com/budtender/v2', '2025-08-20 09:05', NULL, true, '2025-08-20 08:55'
    )
ON CONFLICT DO NOTHING;

INSERT INTO model_metrics (
    id, model_name, accuracy_score, precision_score, recall_score, f1_score, evaluation_date,
    training_samples, notes, created_at
)
VALUES
    (900001, 'sample-budtender', 0.81, 0.80, 0.76, 0.78, '2025-04-01', 1200, 'v1', '2025-04-01 12:30'),
    (900002, 'sample-budtender', 0.89, 0.90, 0.86, 0.88, '2025-08-15', 3400, 'v2', '2025-08-15 12:30')
ON CONFLICT DO NOTHING;

INSERT INTO training_examples (
    id, query, expected_intent, expected_response, entities, expected_products,
    expected_response_qualities, context, feedback_score, dataset_id, dataset_name
)
VALUES
    (
        900001, 'something for sleep under 10 dollars', 'product_search', NULL,
        '{"need": "sleep", "max_price": 10}', '["900007_2X5MG___"]', '["names a dose", "no medical claim"]',
        '{"store": "MW-TOR"}', 0.9, 'sample-2025-08', 'August 2025'
    ),
    (
        900002, 'when do you close tonight', 'store_hours', 'We close at 10 p.m. tonight.', '{}', '[]',
        '["names the hour"]', '{"store": "MW-TOR", "weekday": "monday"}', 0.8, 'sample-2025-08',
        'August 2025'
    ),
    (
        900003, 'avez-vous du Café Racer', 'product_search', NULL, '{"product": "Café Racer"}',
        '["900001_3.5G___", "900001_7G___"]', '["answers in French"]', '{"store": "MW-OTT"}', 0.7,
        'sample-2025-08', 'August 2025'
    )
ON CONFLICT DO NOTHING;

INSERT INTO training_sessions (
    id, session_id, examples_trained, accuracy_before, accuracy_after, improvements, dataset_id, status,
    started_at, completed_at
)
VALUES
    (
        900001, 'sample-training-0001', 3, 0.81, 0.89, '{"product_search": 0.08}', 'sample-2025-08',
        'completed', '2025-08-14 22:00', '2025-08-15 03:10'
    )
ON CONFLICT DO NOTHING;

INSERT INTO ai_training_data (
    id, customer_message, inferred_params, search_results, customer_action, feedback_score, correction,
    response_time_ms, model_confidence, created_at
)
VALUES
    (
        900001, 'Something to relax, not too strong?', '{"effect": "relaxed", "max_thc_mg": 5}',
        '["900007_2X5MG___"]', 'added_to_cart', 1.0, NULL, 840, 0.91, '2025-09-12 16:58'
    ),
    (
        900002, 'Do you have cheap ounces?', '{"category": "Dried Flower", "size": "1 g"}', '[]', 'left', 0.2,
        '{"category": "Dried Flower", "size": "28 g"}', 970, 0.48, '2025-10-02 02:10'
    )
ON CONFLICT DO NOTHING;

INSERT INTO parameter_accuracy (
    id, parameter_type, inferred_value, correct_value, is_correct, confidence_score, created_at
)
VALUES
    (900001, 'effect', 'relaxed', 'relaxed', true, 0.91, '2025-09-12 16:58'),
    (900002, 'size', '1 g', '28 g', false, 0.48, '2025-10-02 02:10')
ON CONFLICT DO NOTHING;

INSERT INTO skip_words (id, word, category, description, created_by)
VALUES
    (900001, 'please', 'politeness', 'Says nothing about the product.', 'sample'),
    (900002, 'looking', 'general', 'As in "looking for".', 'sample'),
    (900003, 'bonjour', 'greeting', NULL, 'sample')
ON CONFLICT DO NOTHING;
