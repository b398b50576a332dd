CREATE TABLE store_settings (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    store_id uuid NOT NULL,
    category varchar(100) NOT NULL,
    key varchar(255) NOT NULL,
    value jsonb NOT NULL,
    description text,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT store_settings_pkey PRIMARY KEY (id),
    CONSTRAINT store_settings_store_id_category_key_key UNIQUE (store_id, category, key),
    CONSTRAINT store_settings_store_id_key_key UNIQUE (store_id, key)
);

ALTER TABLE store_settings
    ADD CONSTRAINT store_settings_store_id_fkey
    FOREIGN KEY (store_id) REFERENCES stores (id) ON DELETE CASCADE;

CREATE INDEX idx_store_settings_category ON store_settings (category);
CREATE INDEX idx_store_settings_store ON store_settings (store_id);

CREATE TRIGGER update_store_settings_updated_at
    BEFORE UPDATE ON store_settings
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE store_settings IS
    'Settings of a store, one row a key; store_settings_view gathers them, system_settings holds the '
    'platform''s.';
COMMENT ON COLUMN store_settings.category IS
    'Group of the setting; get_store_ai_config() reads all of category ai.';
COMMENT ON COLUMN store_settings.key IS
    'Name of the setting, unique within the store over all categories; hours is read by get_store_hours(), '
    'and in category ai it is an agent''s name.';
COMMENT ON COLUMN store_settings.value IS
    'Value as JSON; for hours {"monday": {"open": "09:00", "close": "21:00"}, ...} in the store''s time '
    'zone.';
COMMENT ON COLUMN store_settings.description IS 'Help text for the settings page.';
