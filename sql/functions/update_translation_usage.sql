CREATE OR REPLACE FUNCTION update_translation_usage()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = public, postgis, extensions, pg_temp
AS $$
BEGIN
    NEW.usage_count := COALESCE(NEW.usage_count, 0) + 1;
    NEW.last_used_at := CURRENT_TIMESTAMP;
    RETURN NEW;
END;
$$;

COMMENT ON FUNCTION update_translation_usage() IS
    'BEFORE UPDATE, for translations and translation_cache: adds 1 to usage_count (NULL counts as 0) and
sets last_used_at to the start of the transaction. No table has it as a trigger: on every update, it would
count edits as uses. Attach it with a WHEN clause or a column list that means a use.';
