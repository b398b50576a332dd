-- What a backup has to bring back, one JSON object a line. The same text reads the database and its restored copy.
-- \set sequences: their last values, which no snapshot holds. \set rows: all the rest, in one snapshot; in that of
-- another session when variable snapshot names it.
\if :sequences
SELECT jsonb_build_object(
    'sequence', format('%I.%I', n.nspname, c.relname), 'last', pg_sequence_last_value(c.oid),
    'rises', s.seqincrement > 0, 'cycles', s.seqcycle
)
FROM pg_sequence AS s
JOIN pg_class AS c ON c.oid = s.seqrelid
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname !~ '^pg_' AND c.relpersistence <> 't'
    AND NOT EXISTS (
        SELECT FROM pg_depend AS d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'
    );
\endif

\if :rows
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

SELECT jsonb_build_object(
    'database', d.datname, 'owner', pg_get_userbyid(d.datdba), 'encoding', pg_encoding_to_char(d.encoding),
    'provider', d.datlocprovider, 'collate', d.datcollate, 'ctype', d.datctype, 'locale', d.datlocale,
    'icu_rules', d.daticurules, 'connection_limit', d.datconnlimit, 'bytes', pg_database_size(d.oid),
    'comment', shobj_description(d.oid, 'pg_database'), 'server', current_setting('server_version'),
    'settings', (
        SELECT jsonb_agg(
            jsonb_build_array(CASE WHEN s.setrole <> 0 THEN pg_get_userbyid(s.setrole) END, u.setting)
            ORDER BY s.setrole, u.ordinality
        )
        FROM pg_db_role_setting AS s, unnest(s.setconfig) WITH ORDINALITY AS u (setting, ordinality)
        WHERE s.setdatabase = d.oid
    ),
    -- NULL is PostgreSQL's default, which is something else than nothing granted.
    'grants', CASE WHEN d.datacl IS NOT NULL THEN (
        SELECT coalesce(jsonb_agg(jsonb_build_array(
            CASE WHEN x.grantee <> 0 THEN pg_get_userbyid(x.grantee) END, x.privilege_type, x.is_grantable
        ) ORDER BY x.grantee, x.privilege_type), '[]')
        FROM aclexplode(d.datacl) AS x
    ) END,
    'extensions', (SELECT jsonb_object_agg(extname, extversion) FROM pg_extension)
)
FROM pg_database AS d
WHERE d.datname = current_database();

-- Roles without their passwords. Needed is one that owns, or is granted, something in this database.
SELECT jsonb_build_object(
    'role', r.rolname, 'superuser', r.rolsuper, 'inherit', r.rolinherit, 'createrole', r.rolcreaterole,
    'createdb', r.rolcreatedb, 'login', r.rolcanlogin, 'replication', r.rolreplication, 'bypassrls', r.rolbypassrls,
    'connection_limit', r.rolconnlimit, 'valid_until', r.rolvaliduntil, 'settings', to_jsonb(r.rolconfig),
    'member_of', (
        SELECT jsonb_agg(jsonb_build_array(g.rolname, m.admin_option, m.inherit_option, m.set_option) ORDER BY g.rolname)
        FROM pg_auth_members AS m JOIN pg_roles AS g ON g.oid = m.roleid WHERE m.member = r.oid
    ),
    'needed', d.datdba = r.oid
        OR EXISTS (SELECT FROM pg_db_role_setting AS s WHERE s.setdatabase = d.oid AND s.setrole = r.oid)
        OR EXISTS (
            SELECT FROM pg_shdepend AS h
            WHERE h.refclassid = 'pg_authid'::regclass AND h.refobjid = r.oid
                AND (h.dbid = d.oid OR (h.classid = 'pg_database'::regclass AND h.objid = d.oid))
        )
)
FROM pg_roles AS r
JOIN pg_database AS d ON d.datname = current_database()
WHERE r.rolname !~ '^pg_'
ORDER BY r.rolname;

-- Each table's rows: how many, and the sum of a hash of each row's text, which no order changes. Of an extension's
-- table only what pg_dump takes of it (pg_extension.extconfig).
SELECT format(
    $query$SELECT jsonb_build_object('table', %L, 'rows', count(*), 'digest', coalesce(sum(
    ('x' || encode(substr(sha256(convert_to((t.*)::text, 'UTF8')), 1, 8), 'hex'))::bit(64)::bigint), 0)::text)
FROM ONLY %I.%I AS t %s$query$,
    format('%I.%I', n.nspname, c.relname), n.nspname, c.relname, e.condition
)
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
LEFT JOIN (
    SELECT u.relation, u.condition FROM pg_extension AS x, unnest(x.extconfig, x.extcondition) AS u (relation, condition)
) AS e ON e.relation = c.oid
WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    AND (e.relation IS NOT NULL OR NOT EXISTS (
        SELECT FROM pg_depend AS d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'
    ))
ORDER BY n.nspname, c.relname
\gexec

-- A new database has no statistics, and a nested loop over pg_depend then takes seconds.
SET LOCAL enable_nestloop = off;
