-- What a database has besides schema public: extensions, schemas of ours, the record of applied steps.
-- By the catalogs: to_regclass wants USAGE on the schema.
SELECT EXISTS (
    SELECT FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname = 'deploy' AND c.relname = 'schema_migrations'
) AS recorded \gset
SELECT coalesce(pg_catalog.obj_description(pg_catalog.to_regnamespace('deploy'), 'pg_namespace') LIKE '%: ' || :'key' || ' ' || :'stamp', false) AS verified \gset
SELECT pg_catalog.jsonb_build_object(
    'verified', :'verified'::boolean,
    'extensions', (
        SELECT pg_catalog.jsonb_object_agg(e.extname, n.nspname)
        FROM pg_catalog.pg_extension AS e JOIN pg_catalog.pg_namespace AS n ON n.oid = e.extnamespace
    ),
    -- Where somebody who is no superuser may make objects: by a grant, or as the owner, who can always give it to itself.
    'writable', (
        SELECT pg_catalog.jsonb_object_agg(w.nspname, w.roles)
        FROM (
            SELECT n.nspname, pg_catalog.jsonb_agg(DISTINCT coalesce(r.rolname, 'PUBLIC')) AS roles
            FROM pg_catalog.pg_namespace AS n
            CROSS JOIN LATERAL (
                SELECT n.nspowner
                UNION
                SELECT x.grantee
                FROM pg_catalog.aclexplode(coalesce(n.nspacl, pg_catalog.acldefault('n', n.nspowner))) AS x
                WHERE x.privilege_type = 'CREATE'
            ) AS may (oid)
            LEFT JOIN pg_catalog.pg_roles AS r ON r.oid = may.oid
            WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND NOT coalesce(r.rolsuper, false)
            GROUP BY n.nspname
        ) AS w
    ),
    'schemas', (SELECT pg_catalog.jsonb_agg(nspname) FROM pg_catalog.pg_namespace WHERE nspname !~ '^pg_'),
    'migrations', :'recorded'::boolean AND :'on_record'::boolean,
    'sizes', :'sizes'::jsonb,
    'privileges', :'privileges'::jsonb,
    'search', pg_catalog.obj_description((
        SELECT c.oid FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
        WHERE n.nspname = 'search' AND c.relname = 'products'
    ), 'pg_class'),
    'stamp', :'stamp',
    'record_owners', (
        SELECT pg_catalog.jsonb_agg(DISTINCT pg_catalog.pg_get_userbyid(o.owner))
        FROM (
            SELECT nspowner FROM pg_catalog.pg_namespace WHERE nspname = 'deploy'
            UNION
            SELECT c.relowner
            FROM pg_catalog.pg_class AS c
            JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
            WHERE n.nspname = 'deploy' AND c.relkind = 'r' AND c.relname IN ('schema_migrations', 'deploys', 'transitions', 'backfills')
        ) AS o (owner)
    ),
    -- What a restore could not fill: its owner may not pass over a policy that is forced on it.
    'unfillable', (
        WITH RECURSIVE reads (view, relation) AS (
            SELECT c.oid, d.refobjid
            FROM pg_catalog.pg_class AS c
            JOIN pg_catalog.pg_rewrite AS r ON r.ev_class = c.oid
            JOIN pg_catalog.pg_depend AS d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
                AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> c.oid
            WHERE c.relkind = 'm'
            UNION
            SELECT v.view, d.refobjid
            FROM reads AS v
            JOIN pg_catalog.pg_rewrite AS r ON r.ev_class = v.relation
            JOIN pg_catalog.pg_depend AS d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
                AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> v.relation
        )
        SELECT pg_catalog.jsonb_agg(DISTINCT pg_catalog.format('%I.%I', m.nspname, v.relname) || ' '
            || pg_catalog.format('%I.%I', n.nspname, t.relname))
        FROM reads
        JOIN pg_catalog.pg_class AS t ON t.oid = reads.relation AND t.relforcerowsecurity
        JOIN pg_catalog.pg_namespace AS n ON n.oid = t.relnamespace
        JOIN pg_catalog.pg_class AS v ON v.oid = reads.view
        JOIN pg_catalog.pg_namespace AS m ON m.oid = v.relnamespace
    ),
    'strangers', (
        SELECT pg_catalog.jsonb_agg(DISTINCT r.rolname)
        FROM pg_catalog.pg_shdepend AS d
        JOIN pg_catalog.pg_roles AS r ON r.oid = d.refobjid AND NOT r.rolsuper
        WHERE d.refclassid = 'pg_authid'::regclass AND d.deptype = 'o'
            AND d.dbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
    )
);
