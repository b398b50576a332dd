CREATE TABLE skip_words (
    id serial NOT NULL,
    word varchar(50) NOT NULL,
    category varchar(50) DEFAULT 'general',
    description text,
    active boolean DEFAULT true,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
    created_by varchar(100) DEFAULT 'system',
    CONSTRAINT skip_words_pkey PRIMARY KEY (id),
    CONSTRAINT skip_words_word_key UNIQUE (word)
);

CREATE TRIGGER update_skip_words_updated_at
    BEFORE UPDATE ON skip_words
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE skip_words IS 'Words that the search leaves out of a customer''s message.';
COMMENT ON COLUMN skip_words.word IS 'A word is in the list once, whatever its category.';
COMMENT ON COLUMN skip_words.category IS 'Group of the word, free text without a check; general by default.';
COMMENT ON COLUMN skip_words.created_by IS
    'Name of who added the word, as text and not a users.id; system by default.';
