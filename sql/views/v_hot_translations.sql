CREATE VIEW v_hot_translations AS
SELECT
    t.id,
    t.source_text,
    t.source_language,
    t.target_language,
    t.translated_text,
    t.context,
    t.namespace,
    t.usage_count,
    t.last_used_at,
    t.is_verified
FROM translations t
WHERE t.usage_count > 10
    AND t.last_used_at > CURRENT_TIMESTAMP AT TIME ZONE 'UTC' - interval '30 days'
ORDER BY t.usage_count DESC, t.last_used_at DESC
LIMIT 1000;

COMMENT ON VIEW v_hot_translations IS
    'Translations worth keeping in memory: used more than 10 times, the last time within 30 days; the 1000 '
    'most used, the most used first.';
