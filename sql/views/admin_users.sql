CREATE VIEW admin_users AS
SELECT
    u.id,
    u.email,
    u.password_hash,
    u.first_name,
    u.last_name,
    u.phone,
    u.role,
    u.tenant_id,
    u.store_id,
    u.permissions,
    u.active,
    u.email_verified,
    u.created_at,
    u.updated_at,
    u.date_of_birth,
    u.age_verified,
    u.phone_verified,
    u.marketing_consent,
    u.terms_accepted,
    u.profile_id,
    u.session_id,
    u.last_login,
    u.default_store_id,
    u.cannsell_certified,
    u.cannsell_number,
    u.permissions_override,
    u.tenant_role,
    u.store_role,
    u.last_login_ip,
    u.last_login_at,
    u.last_login_location,
    u.login_count,
    t.name AS tenant_name,
    s.name AS store_name
FROM users u
LEFT JOIN tenants t ON t.id = u.tenant_id
LEFT JOIN stores s ON s.id = u.store_id
WHERE u.role <> 'customer';

COMMENT ON VIEW admin_users IS
    'Accounts of everyone who works in the administration: each role but customer, inactive accounts too, '
    'with the names of tenant and store (NULL for none). It holds password_hash: never send a row to a '
    'client.';
