CREATE TABLE translations (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    source_text text NOT NULL,
    source_language varchar(10) DEFAULT 'en',
    target_language varchar(10) NOT NULL,
    translated_text text NOT NULL,
    context varchar(255),
    namespace varchar(100),
    usage_count integer DEFAULT 1,
    last_used_at timestamp DEFAULT CURRENT_TIMESTAMP,
    is_verified boolean DEFAULT false,
    is_cached boolean DEFAULT true,
    model_version varchar(50),
    confidence_score numeric(3,2),
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT translations_pkey PRIMARY KEY (id),
    CONSTRAINT translations_source_text_source_language_target_language_co_key
    UNIQUE (source_text, source_language, target_language, context, namespace)
);

CREATE INDEX idx_translations_created ON translations (created_at DESC);
CREATE INDEX idx_translations_lookup ON translations (source_text, target_language, context, namespace);
CREATE INDEX idx_translations_usage ON translations (usage_count DESC, last_used_at DESC);
CREATE INDEX idx_translations_verified ON translations (is_verified) WHERE is_verified = true;

CREATE TRIGGER update_translations_updated_at
    BEFORE UPDATE ON translations
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE translations IS
    'Translated texts of the clients by text, language, context and namespace; translation_overrides '
    'corrects them, translation_cache is the providers'' raw answers.';
COMMENT ON COLUMN translations.source_language IS 'supported_languages.code, without a foreign key.';
COMMENT ON COLUMN translations.target_language IS 'supported_languages.code, without a foreign key.';
COMMENT ON COLUMN translations.context IS
    'Where the text appears, to tell apart equal texts; NULLs count as distinct, so such rows can repeat.';
COMMENT ON COLUMN translations.namespace IS
    'Part of the client the text belongs to; NULLs count as distinct, so such rows can repeat.';
COMMENT ON COLUMN translations.usage_count IS
    'Times it was asked for, counted by the application: no trigger calls update_translation_usage().';
COMMENT ON COLUMN translations.last_used_at IS 'Last time it was asked for, in UTC.';
COMMENT ON COLUMN translations.is_verified IS 'Whether a person approved it; machine results start false.';
COMMENT ON COLUMN translations.is_cached IS 'Whether the application may serve it from its cache.';
COMMENT ON COLUMN translations.model_version IS
    'Model that translated it; NULL for a text written by a person.';
COMMENT ON COLUMN translations.confidence_score IS 'Model''s own estimate, 0 to 1.';
