CREATE OR REPLACE FUNCTION cleanup_old_audit_logs()
RETURNS integer
LANGUAGE sql
VOLATILE
SET search_path = public, postgis, extensions, pg_temp
AS $$
    WITH deleted AS (
        DELETE FROM payment_audit_log
        WHERE created_at < CURRENT_TIMESTAMP - INTERVAL '7 years'
        RETURNING 1
    )
    SELECT count(*)::integer FROM deleted;
$$;

COMMENT ON FUNCTION cleanup_old_audit_logs() IS
    'Deletes payment_audit_log rows older than their retention of 7 years (Canadian tax law asks for six
after the end of the tax year) and returns how many: 0 when there are none. A row without created_at
stays.';
