CREATE OR REPLACE FUNCTION user_has_permission(
    user_id_param uuid,
    resource_type_param varchar,
    action_param varchar
)
RETURNS boolean
LANGUAGE sql
STABLE
PARALLEL SAFE
SET search_path = public, postgis, extensions, pg_temp
AS $$
    SELECT COALESCE(
        (
            SELECT rule.granted
            FROM users AS u
            CROSS JOIN LATERAL (
                SELECT
                    TRUE AS is_own,
                    wanted.resource <> '*' AS names_resource,
                    wanted.action <> '*' AS names_action,
                    own.value = 'true' AS granted
                FROM (
                    VALUES
                    (resource_type_param, action_param),
                    (resource_type_param, '*'),
                    ('*', action_param),
                    ('*', '*')
                ) AS wanted (resource, action)
                CROSS JOIN LATERAL (
                    SELECT u.permissions_override -> (wanted.resource || ':' || wanted.action) AS value
                ) AS own
                WHERE jsonb_typeof(own.value) = 'boolean'
                UNION ALL
                SELECT
                    FALSE,
                    p.resource_type <> '*',
                    p.action <> '*',
                    p.granted IS TRUE
                FROM role_permissions AS p
                WHERE p.role = u.role
                    AND p.resource_type IN (resource_type_param, '*')
                    AND p.action IN (action_param, '*')
            ) AS rule
            WHERE u.id = user_id_param AND u.active
            ORDER BY rule.is_own DESC, rule.names_resource DESC, rule.names_action DESC
            LIMIT 1
        ),
        FALSE
    );
$$;

COMMENT ON FUNCTION user_has_permission(uuid, varchar, varchar) IS
    'Whether a user may do an action on a type of resource. The user''s own users.permissions_override
decides first, then role_permissions of the role; in each "*" stands for any, and the rule that names most
wins: resource:action, resource:*, *:action, *:*. permissions_override is {"resource:action": true|false},
such as {"order:refund": true, "report:*": false}; values that are not booleans are passed over. Never NULL:
false when no rule matches, and for a user who is unknown or not active.';
