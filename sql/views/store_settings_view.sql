CREATE VIEW store_settings_view AS
SELECT
    s.id AS store_id,
    s.name AS store_name,
    s.store_code,
    s.status AS store_status,
    s.timezone,
    s.delivery_enabled,
    s.pickup_enabled,
    s.ecommerce_enabled,
    s.pos_enabled,
    s.kiosk_enabled,
    COALESCE(
        (
            SELECT json_object_agg(category.name, category.entries ORDER BY category.name)
            FROM (
                SELECT
                    e.category AS name,
                    json_object_agg(e.key, e.value ORDER BY e.key) AS entries
                FROM store_settings e
                WHERE e.store_id = s.id
                GROUP BY e.category
            ) category
        ),
        '{}'
    ) AS settings
FROM stores s;

COMMENT ON VIEW store_settings_view IS
    'Every store with its switches and its store_settings as one object, {category: {key: value}}; {} for a '
    'store without settings.';
