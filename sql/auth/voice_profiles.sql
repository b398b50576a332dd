CREATE TABLE voice_profiles (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL,
    voice_embedding text NOT NULL,
    age_verification jsonb DEFAULT '{}',
    metadata jsonb DEFAULT '{}',
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT voice_profiles_pkey PRIMARY KEY (id),
    CONSTRAINT voice_profiles_user_id_key UNIQUE (user_id)
);

ALTER TABLE voice_profiles
    ADD CONSTRAINT fk_voice_profiles_user_id
    FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE;

CREATE TRIGGER update_voice_profiles_updated_at
    BEFORE UPDATE ON voice_profiles
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE voice_profiles IS
    'Voice of a user for signing in, at most one a user; biometric data, deleted with the user.';
COMMENT ON COLUMN voice_profiles.voice_embedding IS
    'Vector of the voice model, serialized as text; comparable only with vectors of the same model.';
COMMENT ON COLUMN voice_profiles.age_verification IS
    'Age that the voice service estimated at enrolment; users.age_verified is what counts.';
COMMENT ON COLUMN voice_profiles.metadata IS
    'How the profile was made, such as model and number of samples; no fixed keys.';
