-- What a database has besides schema public: extensions, schemas of ours, and the record of applied steps.
SELECT to_regclass('deploy.schema_migrations') IS NOT NULL AS recorded \gset
\if :recorded
    SELECT coalesce(jsonb_agg(DISTINCT description)::text, '') AS samples
    FROM deploy.schema_migrations WHERE version LIKE '%-sample' \gset
\else
    \set samples ''
\endif
SELECT jsonb_build_object(
    'extensions', (
        SELECT jsonb_object_agg(e.extname, n.nspname)
        FROM pg_extension AS e JOIN pg_namespace AS n ON n.oid = e.extnamespace
    ),
    'schemas', (SELECT jsonb_agg(nspname) FROM pg_namespace WHERE nspname !~ '^pg_'),
    'migrations', :'recorded'::boolean,
    'search', obj_description(to_regclass('search.products'), 'pg_class'),
    'samples', nullif(:'samples', '')::jsonb
);
