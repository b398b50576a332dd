CREATE TABLE translation_cache (
    id serial NOT NULL,
    source_text text NOT NULL,
    source_language varchar(10) NOT NULL,
    target_language varchar(10) NOT NULL,
    translated_text text NOT NULL,
    translation_provider varchar(50),
    quality_score double precision,
    usage_count integer DEFAULT 0,
    last_used_at timestamp DEFAULT CURRENT_TIMESTAMP,
    expires_at timestamp,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT translation_cache_pkey PRIMARY KEY (id),
    CONSTRAINT translation_cache_source_text_source_language_target_language_k
    UNIQUE (source_text, source_language, target_language)
);

COMMENT ON TABLE translation_cache IS
    'Answers of translation providers by text and languages, without context; translations is the curated '
    'store.';
COMMENT ON COLUMN translation_cache.source_language IS 'supported_languages.code, without a foreign key.';
COMMENT ON COLUMN translation_cache.target_language IS 'supported_languages.code, without a foreign key.';
COMMENT ON COLUMN translation_cache.translation_provider IS 'Service or model that gave the answer.';
COMMENT ON COLUMN translation_cache.quality_score IS
    'Provider''s own estimate, 0 to 1; NULL when it gives none.';
COMMENT ON COLUMN translation_cache.usage_count IS
    'Times the cached answer was used, counted by the application.';
COMMENT ON COLUMN translation_cache.last_used_at IS 'Last use of the cached answer, in UTC.';
COMMENT ON COLUMN translation_cache.expires_at IS
    'Ask the provider again from then on, in UTC; NULL means it stays.';
