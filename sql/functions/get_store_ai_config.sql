CREATE OR REPLACE FUNCTION get_store_ai_config(
    p_store_id uuid,
    p_agent_name text DEFAULT NULL
)
RETURNS jsonb
LANGUAGE sql
STABLE
PARALLEL SAFE
SET search_path = public, postgis, extensions, pg_temp
AS $$
    SELECT CASE
        WHEN p_agent_name IS NULL THEN COALESCE(jsonb_object_agg(s.key, s.value), '{}')
        ELSE jsonb_object_agg(s.key, s.value) -> p_agent_name
    END
    FROM store_settings AS s
    WHERE s.store_id = p_store_id AND s.category = 'ai';
$$;

COMMENT ON FUNCTION get_store_ai_config(uuid, text) IS
    'AI settings of a store: its store_settings rows of category ai. Without p_agent_name an object of
all of them, {key: value}, {} when there are none. With it, the value of the row whose key is the agent''s
name; NULL when there is none.';
