-- What a database has besides schema public: extensions, schemas of ours, and the record of applied steps.
SELECT jsonb_build_object(
    'extensions', (
        SELECT jsonb_object_agg(e.extname, n.nspname)
        FROM pg_extension AS e JOIN pg_namespace AS n ON n.oid = e.extnamespace
    ),
    'schemas', (SELECT jsonb_agg(nspname) FROM pg_namespace WHERE nspname !~ '^pg_'),
    'migrations', to_regclass('deploy.schema_migrations') IS NOT NULL
);
