-- Names the last step on record, in one value: rows of ours change no definition, and are what somebody else may just have
-- loaded. It reads a table of the owner's, so it is never run by a superuser.
SELECT pg_catalog.md5(CASE WHEN pg_catalog.to_regclass('deploy.schema_migrations') IS NULL THEN '' ELSE
    pg_catalog.query_to_xml('SELECT pg_catalog.max(version) FROM deploy.schema_migrations', false, true, '')::text
END) AS last_step
