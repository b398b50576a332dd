-- What a database has besides schema public: extensions, schemas of ours, the record of applied steps; and how many
-- bytes the tables of public take that have any.
SELECT to_regclass('deploy.schema_migrations') IS NOT NULL AS recorded \gset
\if :recorded
    SELECT coalesce(jsonb_agg(DISTINCT description)::text, '') AS samples
    FROM deploy.schema_migrations WHERE version LIKE '%-sample' \gset
\else
    \set samples ''
\endif
SELECT coalesce(obj_description(to_regnamespace('deploy'), 'pg_namespace') LIKE '%: ' || :'key' || ' ' || :'stamp', false) AS verified \gset
SELECT jsonb_build_object(
    'verified', :'verified'::boolean,
    'extensions', (
        SELECT jsonb_object_agg(e.extname, n.nspname)
        FROM pg_extension AS e JOIN pg_namespace AS n ON n.oid = e.extnamespace
    ),
    'schemas', (SELECT jsonb_agg(nspname) FROM pg_namespace WHERE nspname !~ '^pg_'),
    'migrations', :'recorded'::boolean AND :'on_record'::boolean,
    -- Asking the file system first opens no table, waits for no lock, and is exact: statistics are not.
    'sizes', (
        SELECT jsonb_object_agg(quote_ident(relname), pg_table_size(oid))
        FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND (pg_stat_file(pg_relation_filepath(oid), true)).size > 0
    ),
    'privileges', :'privileges'::jsonb,
    'search', obj_description(to_regclass('search.products'), 'pg_class'),
    'stamp', :'stamp',
    'samples', nullif(:'samples', '')::jsonb
);
