CREATE TABLE system_settings (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    category varchar(100) NOT NULL,
    key varchar(255) NOT NULL,
    value jsonb NOT NULL,
    description text,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT system_settings_pkey PRIMARY KEY (id),
    CONSTRAINT system_settings_category_key_key UNIQUE (category, key),
    CONSTRAINT system_settings_key_key UNIQUE (key)
);

CREATE TRIGGER update_system_settings_updated_at
    BEFORE UPDATE ON system_settings
    FOR EACH ROW EXECUTE FUNCTION update_system_settings_updated_at();

COMMENT ON TABLE system_settings IS
    'Settings of the whole platform, one row a key; store_settings holds those of a store.';
COMMENT ON COLUMN system_settings.category IS 'Group under which the administration page shows the setting.';
COMMENT ON COLUMN system_settings.key IS 'Name of the setting, unique over all categories.';
COMMENT ON COLUMN system_settings.value IS
    'Value as JSON: a scalar or an object, as the key demands; no secrets.';
COMMENT ON COLUMN system_settings.description IS 'Help text for the settings page.';
