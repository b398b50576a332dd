CREATE VIEW recent_login_activity AS
SELECT
    l.id,
    l.user_id,
    u.email,
    NULLIF(btrim(concat_ws(' ', u.first_name, u.last_name)), '') AS full_name,
    l.tenant_id,
    t.name AS tenant_name,
    l.login_timestamp,
    l.login_successful,
    l.login_method,
    l.ip_address,
    l.country,
    l.city,
    l.user_agent
FROM user_login_logs l
LEFT JOIN users u ON u.id = l.user_id
LEFT JOIN tenants t ON t.id = l.tenant_id
WHERE l.login_timestamp > CURRENT_TIMESTAMP - interval '30 days'
ORDER BY l.login_timestamp DESC;

COMMENT ON VIEW recent_login_activity IS
    'Attempts to sign in of the last 30 days, the newest first, failed ones too. email and full_name are '
    'NULL when the name that was tried matched no account.';
