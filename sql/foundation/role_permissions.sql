CREATE TABLE role_permissions (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    role user_role_simple NOT NULL,
    resource_type varchar(50) NOT NULL,
    action varchar(50) NOT NULL,
    granted boolean DEFAULT true,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT role_permissions_pkey PRIMARY KEY (id),
    CONSTRAINT role_permissions_role_resource_type_action_key UNIQUE (role, resource_type, action)
);

COMMENT ON TABLE role_permissions IS
    'What each role may do; read by user_has_permission() and get_user_context(), filled from sql/reference.';
COMMENT ON COLUMN role_permissions.resource_type IS
    'Kind of object, such as store, order or report; * means any, and a row that names it wins.';
COMMENT ON COLUMN role_permissions.action IS
    'create, read, update or delete; * means any, and a row that names it wins.';
COMMENT ON COLUMN role_permissions.granted IS 'False denies the action, even when a row with * grants it.';
