-- Who may do what in a database, beyond its owner: PUBLIC, and the read-only role. A role that is not there may nothing.
WITH reader AS (SELECT pg_catalog.to_regrole(pg_catalog.quote_ident(:'readonly')) AS oid),
owned AS (SELECT pg_catalog.to_regrole(pg_catalog.quote_ident(:'role')) AS oid),
extension_member AS MATERIALIZED (SELECT objid FROM pg_catalog.pg_depend WHERE classid = 'pg_class'::regclass AND deptype = 'e'),
relation AS MATERIALIZED (
    SELECT c.oid, n.nspname, c.relname, c.relkind, c.relowner, c.relacl
    FROM pg_catalog.pg_class AS c
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname IN ('public', 'search') AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
        AND c.oid NOT IN (SELECT objid FROM extension_member)
),
-- Grants on tables and on columns.
entry AS MATERIALIZED (
    SELECT pg_catalog.format('%I.%I', r.nspname, r.relname) AS name, x.grantee, x.privilege_type
    FROM relation AS r, pg_catalog.aclexplode(r.relacl) AS x
    WHERE x.grantee <> r.relowner
    UNION
    SELECT pg_catalog.format('%I.%I', r.nspname, r.relname), x.grantee, x.privilege_type
    FROM pg_catalog.pg_attribute AS a
    JOIN relation AS r ON r.oid = a.attrelid, pg_catalog.aclexplode(a.attacl) AS x
    WHERE a.attacl IS NOT NULL
)
SELECT pg_catalog.jsonb_build_object(
    'owner', coalesce(
        pg_catalog.has_schema_privilege((TABLE owned), 'public', 'USAGE') AND pg_catalog.has_schema_privilege((TABLE owned), 'public', 'CREATE'),
        false
    ),
    -- What is in a schema that a role may not use, it sees by no short name.
    'blind', NOT coalesce(pg_catalog.has_schema_privilege(
        pg_catalog.to_regrole(pg_catalog.quote_ident(:'catalog')), 'public', 'USAGE'
    ), false),
    'public', (
        SELECT pg_catalog.jsonb_agg(x.privilege_type ORDER BY x.privilege_type)
        FROM pg_catalog.pg_namespace AS n, pg_catalog.aclexplode(coalesce(n.nspacl, pg_catalog.acldefault('n', n.nspowner))) AS x
        WHERE n.nspname = 'public' AND x.grantee = 0
    ),
    'granted', (SELECT pg_catalog.jsonb_agg(DISTINCT name) FROM entry WHERE grantee = 0),
    'outside', (
        SELECT pg_catalog.jsonb_agg(r.rolname ORDER BY r.rolname)
        FROM pg_catalog.pg_roles AS r
        WHERE r.rolname = ANY (pg_catalog.string_to_array(:'granted', E'\n')) AND NOT (
            pg_catalog.has_database_privilege(r.oid, pg_catalog.current_database(), 'CONNECT')
            AND pg_catalog.has_schema_privilege(r.oid, 'public', 'USAGE')
        )
    ),
    'definers', (
        SELECT pg_catalog.jsonb_agg(p.oid::regprocedure::text ORDER BY p.oid::regprocedure::text)
        FROM pg_catalog.pg_proc AS p
        WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef
            AND pg_catalog.has_function_privilege('public', p.oid, 'EXECUTE')
            -- An extension's own scripts say who may run what; but an owner may add to its own extension.
            AND NOT EXISTS (
                SELECT FROM pg_catalog.pg_depend AS d
                JOIN pg_catalog.pg_extension AS e ON e.oid = d.refobjid
                JOIN pg_catalog.pg_roles AS r ON r.oid = e.extowner
                WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e' AND r.rolsuper
            )
    ),
    'closed', (
        SELECT pg_catalog.jsonb_agg(n.nspname ORDER BY n.nspname)
        FROM pg_catalog.pg_namespace AS n
        WHERE n.nspname IN ('public', 'search')
            AND NOT coalesce(pg_catalog.has_schema_privilege((TABLE reader), n.oid, 'USAGE'), false)
    ),
    'unreadable', (
        SELECT pg_catalog.count(*) FROM relation AS r
        WHERE r.relkind <> 'S' AND NOT coalesce(pg_catalog.has_table_privilege((TABLE reader), r.oid, 'SELECT'), false)
    ),
    'writable', (
        SELECT pg_catalog.jsonb_agg(DISTINCT name) FROM entry WHERE grantee = (TABLE reader) AND privilege_type <> 'SELECT'
    ),
    'defaults', (
        SELECT pg_catalog.jsonb_agg(n.nspname ORDER BY n.nspname)
        FROM pg_catalog.pg_default_acl AS f
        JOIN pg_catalog.pg_namespace AS n ON n.oid = f.defaclnamespace
        WHERE f.defaclrole = (TABLE owned) AND f.defaclobjtype = 'r' AND EXISTS (
            SELECT FROM pg_catalog.aclexplode(f.defaclacl) AS x
            WHERE x.grantee = (TABLE reader) AND x.privilege_type = 'SELECT'
        )
    )
) AS privileges \gset
