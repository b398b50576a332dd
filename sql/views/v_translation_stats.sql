CREATE VIEW v_translation_stats AS
SELECT
    t.target_language,
    count(*) AS total_translations,
    count(DISTINCT t.namespace) AS namespaces_covered,
    COALESCE(sum(t.usage_count), 0) AS total_usage,
    avg(t.confidence_score) AS avg_confidence,
    count(*) FILTER (WHERE t.is_verified) AS verified_count,
    max(t.created_at) AS last_translation_date
FROM translations t
GROUP BY t.target_language;

COMMENT ON VIEW v_translation_stats IS
    'Figures of the translations table by target language. avg_confidence (0 to 1) is over the rows that '
    'have one, NULL when none has; a NULL namespace does not count; last_translation_date is UTC.';
