CREATE OR REPLACE FUNCTION get_user_context(user_id_param uuid)
RETURNS jsonb
LANGUAGE sql
STABLE
PARALLEL SAFE
SET search_path = public, postgis, extensions, pg_temp
AS $$
    SELECT jsonb_build_object(
    'user_id', u.id,
    'email', u.email,
    'first_name', u.first_name,
    'last_name', u.last_name,
    'role', u.role,
    'tenant_role', u.tenant_role,
    'store_role', u.store_role,
    'active', u.active IS TRUE,
    'tenant', CASE
            WHEN t.id IS NOT NULL
                THEN jsonb_build_object('id', t.id, 'name', t.name, 'code', t.code, 'status', t.status)
        END,
    'store', CASE
            WHEN s.id IS NOT NULL
                THEN jsonb_build_object('id', s.id, 'name', s.name, 'code', s.store_code, 'status', s.status)
        END,
    'permissions', COALESCE(known.granted, '[]'),
    'denied_permissions', COALESCE(known.denied, '[]')
    )
    FROM users AS u
    LEFT JOIN tenants AS t ON t.id = u.tenant_id
    LEFT JOIN stores AS s ON s.id = u.store_id
    CROSS JOIN LATERAL (
        -- One function decides which rule wins, here as elsewhere.
        SELECT
            jsonb_agg(rule.name ORDER BY rule.name) FILTER (WHERE judged.granted) AS granted,
            jsonb_agg(rule.name ORDER BY rule.name) FILTER (WHERE NOT judged.granted) AS denied
        FROM (
            SELECT o.key AS name
            FROM jsonb_each(
                CASE WHEN jsonb_typeof(u.permissions_override) = 'object' THEN u.permissions_override END
            ) AS o
            WHERE jsonb_typeof(o.value) = 'boolean' AND strpos(o.key, ':') > 0
            UNION
            SELECT p.resource_type || ':' || p.action
            FROM role_permissions AS p
            WHERE p.role = u.role
        ) AS rule
        CROSS JOIN LATERAL user_has_permission(
            u.id, split_part(rule.name, ':', 1), substr(rule.name, strpos(rule.name, ':') + 1)
        ) AS judged (granted)
        WHERE u.active
    ) AS known
    WHERE u.id = user_id_param;
$$;

COMMENT ON FUNCTION get_user_context(uuid) IS
    'A user as one object: user_id, email, first_name, last_name, role, tenant_role, store_role, active,
tenant and store ({"id", "name", "code", "status"} or null), permissions and denied_permissions (sorted
arrays of "resource:action", where "*" stands for any). They are the rules of the role and of
users.permissions_override, as user_has_permission() decides them. Both are empty for a user who is not
active. No secret is in it. NULL when the user is unknown.';
