CREATE TABLE supported_languages (
    code varchar(10) NOT NULL,
    name varchar(100) NOT NULL,
    native_name varchar(100) NOT NULL,
    is_rtl boolean DEFAULT false,
    is_active boolean DEFAULT true,
    coverage_percentage numeric(5,2) DEFAULT 0.00,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT supported_languages_pkey PRIMARY KEY (code)
);

COMMENT ON TABLE supported_languages IS
    'Languages the clients offer; reference data, filled from sql/reference.';
COMMENT ON COLUMN supported_languages.code IS
    'ISO 639-1 code, such as fr; language columns of other tables hold it without a foreign key.';
COMMENT ON COLUMN supported_languages.name IS
    'Name in English; native_name is the name in the language itself.';
COMMENT ON COLUMN supported_languages.is_rtl IS 'Whether it is written from right to left.';
COMMENT ON COLUMN supported_languages.is_active IS 'Whether clients offer it.';
COMMENT ON COLUMN supported_languages.coverage_percentage IS
    'Share of the interface''s texts that are translated, 0 to 100.';
