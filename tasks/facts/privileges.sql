-- Who may do what in a database, beyond its owner: PUBLIC, and the read-only role. A role that is not there may nothing.
WITH reader AS (SELECT to_regrole(quote_ident(:'readonly')) AS oid),
owned AS (SELECT to_regrole(quote_ident(:'role')) AS oid),
extension_member AS MATERIALIZED (SELECT objid FROM pg_depend WHERE classid = 'pg_class'::regclass AND deptype = 'e'),
relation AS MATERIALIZED (
    SELECT c.oid, n.nspname, c.relname, c.relkind, c.relowner, c.relacl
    FROM pg_class AS c
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname IN ('public', 'search') AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
        AND c.oid NOT IN (SELECT objid FROM extension_member)
),
-- Grants on tables and on columns.
entry AS MATERIALIZED (
    SELECT format('%I.%I', r.nspname, r.relname) AS name, x.grantee, x.privilege_type
    FROM relation AS r, aclexplode(r.relacl) AS x
    WHERE x.grantee <> r.relowner
    UNION
    SELECT format('%I.%I', r.nspname, r.relname), x.grantee, x.privilege_type
    FROM pg_attribute AS a
    JOIN relation AS r ON r.oid = a.attrelid, aclexplode(a.attacl) AS x
    WHERE a.attacl IS NOT NULL
)
SELECT jsonb_build_object(
    'owner', coalesce(
        has_schema_privilege((TABLE owned), 'public', 'USAGE') AND has_schema_privilege((TABLE owned), 'public', 'CREATE'),
        false
    ),
    'public', (
        SELECT jsonb_agg(x.privilege_type ORDER BY x.privilege_type)
        FROM pg_namespace AS n, aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) AS x
        WHERE n.nspname = 'public' AND x.grantee = 0
    ),
    'granted', (SELECT jsonb_agg(DISTINCT name) FROM entry WHERE grantee = 0),
    'definers', (
        SELECT jsonb_agg(p.oid::regprocedure::text ORDER BY p.oid::regprocedure::text)
        FROM pg_proc AS p
        WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef
            AND has_function_privilege('public', p.oid, 'EXECUTE')
            AND NOT EXISTS (
                SELECT FROM pg_depend AS d
                WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
            )
    ),
    'closed', (
        SELECT jsonb_agg(n.nspname ORDER BY n.nspname)
        FROM pg_namespace AS n
        WHERE n.nspname IN ('public', 'search')
            AND NOT coalesce(has_schema_privilege((TABLE reader), n.oid, 'USAGE'), false)
    ),
    'unreadable', (
        SELECT count(*) FROM relation AS r
        WHERE r.relkind <> 'S' AND NOT coalesce(has_table_privilege((TABLE reader), r.oid, 'SELECT'), false)
    ),
    'writable', (
        SELECT jsonb_agg(DISTINCT name) FROM entry WHERE grantee = (TABLE reader) AND privilege_type <> 'SELECT'
    ),
    'defaults', (
        SELECT jsonb_agg(n.nspname ORDER BY n.nspname)
        FROM pg_default_acl AS f
        JOIN pg_namespace AS n ON n.oid = f.defaclnamespace
        WHERE f.defaclrole = (TABLE owned) AND f.defaclobjtype = 'r' AND EXISTS (
            SELECT FROM aclexplode(f.defaclacl) AS x
            WHERE x.grantee = (TABLE reader) AND x.privilege_type = 'SELECT'
        )
    )
) AS privileges \gset
