CREATE TYPE user_role_simple AS ENUM (
    'customer',
    'staff',
    'store_manager',
    'tenant_admin',
    'super_admin'
);

COMMENT ON TYPE user_role_simple IS
    'What a user may do: customer, staff of a store, manager of a store, administrator of a tenant, or of the '
    'platform.';
