-- What a backup has to bring back, one JSON object a line. The same text reads the database and its restored copy.
-- \set sequences: their last values, which no snapshot holds. \set rows: all the rest but the rows of the tables of the
-- owner; \set own: those, in a session of that role. Both in one snapshot; in that of another session when variable snapshot
-- names it.
\if :sequences
SELECT pg_catalog.jsonb_build_object(
    'sequence', pg_catalog.format('%I.%I', n.nspname, c.relname), 'last', pg_catalog.pg_sequence_last_value(c.oid),
    'rises', s.seqincrement > 0, 'cycles', s.seqcycle
)
FROM pg_catalog.pg_sequence AS s
JOIN pg_catalog.pg_class AS c ON c.oid = s.seqrelid
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname !~ '^pg_' AND c.relpersistence <> 't'
    AND NOT EXISTS (
        SELECT FROM pg_catalog.pg_depend AS d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'
    );
\endif

SELECT :'rows'::boolean OR :'own'::boolean AS reads \gset
\if :reads
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
\if :{?snapshot}
SET TRANSACTION SNAPSHOT :'snapshot';
\endif
-- Whatever a value's text depends on.
SET LOCAL search_path = pg_catalog;
SET LOCAL timezone = 'UTC';
SET LOCAL datestyle = 'ISO';
SET LOCAL intervalstyle = 'postgres';
SET LOCAL extra_float_digits = 1;
SET LOCAL bytea_output = 'hex';
SET LOCAL lc_monetary = 'C';
SET LOCAL jit = off;
\if :rows
SELECT pg_catalog.jsonb_build_object(
    'database', d.datname, 'owner', pg_catalog.pg_get_userbyid(d.datdba), 'encoding', pg_catalog.pg_encoding_to_char(d.encoding),
    'provider', d.datlocprovider, 'collate', d.datcollate, 'ctype', d.datctype, 'locale', d.datlocale,
    'icu_rules', d.daticurules, 'connection_limit', d.datconnlimit, 'bytes', pg_catalog.pg_database_size(d.oid),
    'comment', pg_catalog.shobj_description(d.oid, 'pg_database'), 'server', pg_catalog.current_setting('server_version'),
    'settings', (
        SELECT pg_catalog.jsonb_agg(
            pg_catalog.jsonb_build_array(CASE WHEN s.setrole <> 0 THEN pg_catalog.pg_get_userbyid(s.setrole) END, u.setting)
            ORDER BY s.setrole, u.ordinality
        )
        FROM pg_catalog.pg_db_role_setting AS s, pg_catalog.unnest(s.setconfig) WITH ORDINALITY AS u (setting, ordinality)
        WHERE s.setdatabase = d.oid
    ),
    -- NULL is PostgreSQL's default, which is something else than nothing granted.
    'grants', CASE WHEN d.datacl IS NOT NULL THEN (
        SELECT coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_array(
            CASE WHEN x.grantee <> 0 THEN pg_catalog.pg_get_userbyid(x.grantee) END, x.privilege_type, x.is_grantable
        ) ORDER BY x.grantee, x.privilege_type), '[]')
        FROM pg_catalog.aclexplode(d.datacl) AS x
    ) END,
    'extensions', (SELECT pg_catalog.jsonb_object_agg(extname, extversion) FROM pg_catalog.pg_extension),
    -- In the order of their creation.
    'placed', (
        SELECT pg_catalog.jsonb_agg(pg_catalog.jsonb_build_array(e.extname, n.nspname) ORDER BY e.oid)
        FROM pg_catalog.pg_extension AS e JOIN pg_catalog.pg_namespace AS n ON n.oid = e.extnamespace
    ),
    -- Schemas that extensions are in, and that belong to the owner of the database all the same.
    'schemas_owned', (
        SELECT pg_catalog.jsonb_agg(n.nspname ORDER BY n.nspname)
        FROM pg_catalog.pg_namespace AS n
        WHERE n.oid IN (SELECT extnamespace FROM pg_catalog.pg_extension) AND n.nspowner = d.datdba
            AND n.nspname NOT IN ('pg_catalog', 'public')
    ),
    -- Of the schemas that extensions are in: a superuser's, so that no owner could grant them.
    'schema_grants', (
        SELECT pg_catalog.jsonb_agg(pg_catalog.jsonb_build_array(
            n.nspname, CASE WHEN x.grantee <> 0 THEN pg_catalog.pg_get_userbyid(x.grantee) END, x.privilege_type, x.is_grantable
        ) ORDER BY n.nspname, x.grantee, x.privilege_type)
        FROM pg_catalog.pg_namespace AS n, pg_catalog.aclexplode(n.nspacl) AS x
        WHERE n.oid IN (SELECT extnamespace FROM pg_catalog.pg_extension) AND n.nspname NOT IN ('pg_catalog', 'public')
            AND x.grantee <> n.nspowner
    )
)
FROM pg_catalog.pg_database AS d
WHERE d.datname = pg_catalog.current_database();

-- What belongs to somebody else than the owner of the database: who restores gives it back.
WITH member AS MATERIALIZED (SELECT classid, objid FROM pg_catalog.pg_depend WHERE deptype = 'e'),
owned (catalog, oid, kind, namespace, name, owner) AS (
    SELECT
        'pg_class'::regclass, c.oid, CASE WHEN c.relkind IN ('r', 'p', 'S') THEN 'TABLE' ELSE 'VIEW' END,
        c.relnamespace, c.relname::text, c.relowner
    FROM pg_catalog.pg_class AS c
    WHERE c.relpersistence <> 't' AND (c.relkind IN ('r', 'p', 'v', 'm', 'f') OR (c.relkind = 'S' AND NOT EXISTS (
        SELECT FROM pg_catalog.pg_depend AS d
        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i')
    )))
    UNION ALL
    SELECT 'pg_proc'::regclass, p.oid, 'ROUTINE', p.pronamespace, p.oid::regprocedure::text, p.proowner
    FROM pg_catalog.pg_proc AS p
    UNION ALL
    SELECT 'pg_type'::regclass, t.oid, 'TYPE', t.typnamespace, t.typname::text, t.typowner
    FROM pg_catalog.pg_type AS t
    LEFT JOIN pg_catalog.pg_class AS c ON c.oid = t.typrelid
    WHERE t.typtype IN ('d', 'e', 'r') OR c.relkind = 'c'
    UNION ALL
    SELECT 'pg_namespace'::regclass, n.oid, 'SCHEMA', n.oid, n.nspname::text, n.nspowner
    FROM pg_catalog.pg_namespace AS n
    WHERE n.nspname <> 'public' AND n.oid NOT IN (SELECT extnamespace FROM pg_catalog.pg_extension)
)
SELECT pg_catalog.jsonb_build_object(
    'owned', o.kind, 'schema', n.nspname, 'name', o.name, 'owner', r.rolname
)
FROM owned AS o
JOIN pg_catalog.pg_namespace AS n ON n.oid = o.namespace
JOIN pg_catalog.pg_roles AS r ON r.oid = o.owner
JOIN pg_catalog.pg_database AS d ON d.datname = pg_catalog.current_database()
WHERE o.oid >= 16384 AND o.owner <> d.datdba AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    AND (o.catalog, o.oid) NOT IN (SELECT classid, objid FROM member)
ORDER BY o.kind, n.nspname, o.name;

-- Roles without their passwords. Needed is one that owns, or is granted, something in this database.
SELECT pg_catalog.jsonb_build_object(
    'role', r.rolname, 'superuser', r.rolsuper, 'inherit', r.rolinherit, 'createrole', r.rolcreaterole,
    'createdb', r.rolcreatedb, 'login', r.rolcanlogin, 'replication', r.rolreplication, 'bypassrls', r.rolbypassrls,
    'connection_limit', r.rolconnlimit, 'valid_until', r.rolvaliduntil, 'settings', pg_catalog.to_jsonb(r.rolconfig),
    'member_of', (
        SELECT pg_catalog.jsonb_agg(pg_catalog.jsonb_build_array(g.rolname, m.admin_option, m.inherit_option, m.set_option) ORDER BY g.rolname)
        FROM pg_catalog.pg_auth_members AS m JOIN pg_catalog.pg_roles AS g ON g.oid = m.roleid WHERE m.member = r.oid
    ),
    'needed', d.datdba = r.oid
        OR EXISTS (SELECT FROM pg_catalog.pg_db_role_setting AS s WHERE s.setdatabase = d.oid AND s.setrole = r.oid)
        OR EXISTS (
            SELECT FROM pg_catalog.pg_shdepend AS h
            WHERE h.refclassid = 'pg_authid'::regclass AND h.refobjid = r.oid
                AND (h.dbid = d.oid OR (h.classid = 'pg_database'::regclass AND h.objid = d.oid))
        )
)
FROM pg_catalog.pg_roles AS r
JOIN pg_catalog.pg_database AS d ON d.datname = pg_catalog.current_database()
WHERE r.rolname !~ '^pg_'
ORDER BY r.rolname;

\endif

-- Each table's rows: how many, and the sum of a hash of each row's text, which no order changes. Of an extension's
-- table only what pg_dump takes of it (pg_extension.extconfig). Whoever plans a query on a table evaluates what its
-- indexes and statistics are made of, as far as that is constant: so the owner reads its tables itself (\set own), and
-- others are read by the role of backups where they have nothing of that kind, and where nobody but a superuser could give
-- it to them, or put a table of that name in their place, before they are read: the owner of a schema may drop what is in
-- it. Of the rest no row is counted. Nor is it of a table that hides rows from its owner.
WITH relation AS (
    SELECT
        c.oid, n.nspname, c.relname, e.condition,
        o.owns AND NOT (c.relrowsecurity AND c.relforcerowsecurity) AS own,
        o.owns OR NOT (r.rolsuper AND s.rolsuper) OR EXISTS (
            SELECT FROM pg_catalog.pg_index AS i
            WHERE i.indrelid = c.oid AND (i.indexprs IS NOT NULL OR i.indpred IS NOT NULL)
        ) OR EXISTS (
            SELECT FROM pg_catalog.pg_statistic_ext AS x WHERE x.stxrelid = c.oid AND x.stxexprs IS NOT NULL
        ) AS evaluates
    FROM pg_catalog.pg_class AS c
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    JOIN pg_catalog.pg_roles AS r ON r.oid = c.relowner
    JOIN pg_catalog.pg_roles AS s ON s.oid = n.nspowner
    CROSS JOIN LATERAL (SELECT c.relowner = pg_catalog.to_regrole(pg_catalog.quote_ident(:'owner'))::oid) AS o (owns)
    LEFT JOIN (
        SELECT u.relation, u.condition
        FROM pg_catalog.pg_extension AS x,
            ROWS FROM (pg_catalog.unnest(x.extconfig), pg_catalog.unnest(x.extcondition)) AS u (relation, condition)
    ) AS e ON e.relation = c.oid
    WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        AND (e.relation IS NOT NULL OR NOT EXISTS (
            SELECT FROM pg_catalog.pg_depend AS d
            WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'
        ))
)
SELECT pg_catalog.format(
    CASE WHEN own OR NOT evaluates THEN
        $query$SELECT pg_catalog.jsonb_build_object('table', %L, 'rows', pg_catalog.count(*), 'digest', coalesce(pg_catalog.sum(
    ('x' || pg_catalog.encode(pg_catalog.substr(pg_catalog.sha256(pg_catalog.convert_to(pg_catalog.textin(pg_catalog.record_out(t.*)), 'UTF8')), 1, 8), 'hex'))::bit(64)::bigint), 0)::text)
FROM ONLY %I.%I AS t %s$query$
    ELSE $query$SELECT pg_catalog.jsonb_build_object('table', %L, 'rows', 0, 'digest', '')$query$ END,
    pg_catalog.format('%I.%I', nspname, relname), nspname, relname, condition
)
FROM relation
WHERE own = :'own'::boolean
ORDER BY nspname, relname
\gexec

\if :rows
-- A new database has no statistics, and a nested loop over pg_depend then takes seconds.
SET LOCAL enable_nestloop = off;
