-- Texts of the clients in three languages. Those that were used just before this is loaded are the hot ones.

INSERT INTO translations (
    id, source_text, target_language, translated_text, context, namespace, usage_count, last_used_at,
    is_verified, model_version, confidence_score, created_at
)
VALUES
    (
        '00001101-0000-4000-8000-000000000001', 'Add to cart', 'fr', 'Ajouter au panier', 'button', 'shop',
        412, LOCALTIMESTAMP - interval '2 hours', true, NULL, NULL, '2025-02-03 15:00'
    ),
    (
        '00001101-0000-4000-8000-000000000002', 'Add to cart', 'es', 'Añadir al carrito', 'button', 'shop',
        37, LOCALTIMESTAMP - interval '1 day', false, 'sample-mt-1', 0.93, '2025-02-03 15:01'
    ),
    (
        '00001101-0000-4000-8000-000000000003', 'Checkout', 'fr', 'Passer la commande', 'button', 'shop', 268,
        LOCALTIMESTAMP - interval '3 hours', true, NULL, NULL, '2025-02-03 15:00'
    ),
    (
        '00001101-0000-4000-8000-000000000004', 'You must be of legal age.', 'fr',
        'Vous devez avoir l''âge légal.', 'age_gate', 'account', 90, '2025-09-16 15:29', false, 'sample-mt-1',
        0.88, '2025-02-03 15:02'
    ),
    (
        '00001101-0000-4000-8000-000000000005', 'Dried Flower', 'zh', '干花', 'category', 'catalog', 3,
        '2025-07-01 12:00', false, 'sample-mt-1', 0.71, '2025-06-30 12:00'
    )
ON CONFLICT DO NOTHING;

INSERT INTO translation_overrides (id, translation_id, override_text, reason, created_by)
VALUES
    (
        '00001102-0000-4000-8000-000000000001', '00001101-0000-4000-8000-000000000004',
        'Vous devez avoir l''âge légal pour entrer.', 'Reads better on the first page.',
        'helene.marchand@example.com'
    )
ON CONFLICT DO NOTHING;

INSERT INTO translation_cache (
    id, source_text, source_language, target_language, translated_text, translation_provider,
    quality_score, usage_count, last_used_at, expires_at, created_at
)
VALUES
    (
        900001, 'Maple Gummies', 'en', 'fr', 'Bonbons gélifiés à l''érable', 'sample-mt-1', 0.9, 12,
        '2025-10-20 12:00', NULL, '2025-03-01 12:00'
    ),
    (
        900002, 'Ginger Fizz', 'en', 'es', 'Refresco de jengibre', 'sample-mt-1', 0.64, 1,
        '2025-06-01 12:00', '2025-07-01 12:00', '2025-06-01 12:00'
    )
ON CONFLICT DO NOTHING;

INSERT INTO translation_batches (
    id, batch_key, total_items, completed_items, status, target_language, namespace, metadata, started_at,
    completed_at, created_at
)
VALUES
    (
        '00001103-0000-4000-8000-000000000001', 'sample-catalog-fr', 2, 2, 'completed', 'fr', 'catalog',
        '{"requested_by": "00000103-0000-4000-8000-000000000002"}', '2025-06-30 12:00', '2025-06-30 12:01',
        '2025-06-30 11:59'
    ),
    (
        '00001103-0000-4000-8000-000000000002', 'sample-catalog-zh', 2, 1, 'processing', 'zh', 'catalog',
        '{"requested_by": "00000103-0000-4000-8000-000000000003"}', '2025-06-30 12:01', NULL,
        '2025-06-30 11:59'
    )
ON CONFLICT DO NOTHING;

INSERT INTO translation_batch_items (
    id, batch_id, source_text, translated_text, context, status, error_message, processing_time_ms,
    created_at, completed_at
)
VALUES
    (
        '00001104-0000-4000-8000-000000000001', '00001103-0000-4000-8000-000000000001', 'Dried Flower',
        'Fleurs séchées', 'category', 'completed', NULL, 140, '2025-06-30 11:59', '2025-06-30 12:00'
    ),
    (
        '00001104-0000-4000-8000-000000000002', '00001103-0000-4000-8000-000000000001', 'Edibles',
        'Produits comestibles', 'category', 'completed', NULL, 155, '2025-06-30 11:59', '2025-06-30 12:01'
    ),
    (
        '00001104-0000-4000-8000-000000000003', '00001103-0000-4000-8000-000000000002', 'Dried Flower', '干花',
        'category', 'completed', NULL, 170, '2025-06-30 11:59', '2025-06-30 12:01'
    ),
    (
        '00001104-0000-4000-8000-000000000004', '00001103-0000-4000-8000-000000000002', 'Edibles', NULL,
        'category', 'pending', NULL, NULL, '2025-06-30 11:59', NULL
    )
ON CONFLICT DO NOTHING;
