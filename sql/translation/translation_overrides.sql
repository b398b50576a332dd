CREATE TABLE translation_overrides (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    translation_id uuid,
    override_text text NOT NULL,
    reason text,
    created_by varchar(255),
    is_active boolean DEFAULT true,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT translation_overrides_pkey PRIMARY KEY (id)
);

ALTER TABLE translation_overrides
    ADD CONSTRAINT translation_overrides_translation_id_fkey
    FOREIGN KEY (translation_id) REFERENCES translations (id) ON DELETE CASCADE;

CREATE INDEX idx_overrides_active ON translation_overrides (is_active) WHERE is_active = true;
CREATE INDEX idx_overrides_translation ON translation_overrides (translation_id);

CREATE TRIGGER update_overrides_updated_at
    BEFORE UPDATE ON translation_overrides
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE translation_overrides IS 'Texts by which people correct a machine translation.';
COMMENT ON COLUMN translation_overrides.translation_id IS 'Translation that is corrected.';
COMMENT ON COLUMN translation_overrides.override_text IS
    'Shown in place of translations.translated_text while is_active.';
COMMENT ON COLUMN translation_overrides.created_by IS
    'Name or id of the editor as text, without a foreign key.';
COMMENT ON COLUMN translation_overrides.is_active IS
    'False brings the machine translation back without losing the correction.';
