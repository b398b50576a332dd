-- Names the state of a database's definitions, in one value: it changes by any DDL, by a deploy, and by nothing else.
-- xmin says that a row of a catalog was written anew. Where VACUUM, TRUNCATE, REINDEX or REFRESH do so too, the columns
-- that make up a definition are named instead. Left out are temporary and toast tables, and schema deploy with
-- its tables; but a deploy's last record counts: rows of ours change no definition, and are what somebody else may just have loaded.
WITH
namespace AS MATERIALIZED (
    SELECT oid FROM pg_namespace WHERE nspname !~ '^pg_(toast|temp)' AND nspname NOT IN ('deploy', 'information_schema')
),
relation AS MATERIALIZED (
    SELECT c.* FROM pg_class AS c WHERE c.oid >= 16384 AND c.relnamespace IN (SELECT oid FROM namespace)
)
SELECT md5(concat_ws(
    ' ',
    (SELECT string_agg(concat_ws(' ', oid, xmin), ',' ORDER BY oid) FROM pg_namespace WHERE oid IN (SELECT oid FROM namespace)),
    (
        SELECT string_agg(
            concat_ws(
                ' ', oid, relname, relnamespace, relkind, relowner, relpersistence, reloftype, relreplident,
                relrowsecurity, relforcerowsecurity, relispartition, relacl, reloptions
            ), ',' ORDER BY oid
        )
        FROM relation
    ),
    (
        SELECT string_agg(concat_ws(' ', a.attrelid, a.attnum, a.xmin), ',' ORDER BY a.attrelid, a.attnum)
        FROM relation AS r JOIN pg_attribute AS a ON a.attrelid = r.oid AND a.attnum > 0
    ),
    (SELECT string_agg(concat_ws(' ', d.oid, d.xmin), ',' ORDER BY d.oid) FROM relation AS r JOIN pg_attrdef AS d ON d.adrelid = r.oid),
    (
        SELECT string_agg(concat_ws(' ', oid, xmin), ',' ORDER BY oid) FROM pg_constraint
        WHERE oid >= 16384 AND connamespace IN (SELECT oid FROM namespace)
    ),
    (
        SELECT string_agg(
            concat_ws(' ', x.indexrelid, x.indisvalid, x.indisready, x.indislive, x.indisclustered, x.indisreplident, x.indimmediate),
            ',' ORDER BY x.indexrelid
        )
        FROM relation AS r JOIN pg_index AS x ON x.indexrelid = r.oid
    ),
    (
        SELECT string_agg(concat_ws(' ', oid, xmin), ',' ORDER BY oid) FROM pg_proc
        WHERE oid >= 16384 AND pronamespace IN (SELECT oid FROM namespace)
    ),
    (SELECT string_agg(concat_ws(' ', g.oid, g.xmin), ',' ORDER BY g.oid) FROM relation AS r JOIN pg_trigger AS g ON g.tgrelid = r.oid),
    (
        SELECT string_agg(concat_ws(' ', oid, xmin), ',' ORDER BY oid) FROM pg_type
        WHERE oid >= 16384 AND typnamespace IN (SELECT oid FROM namespace)
    ),
    (SELECT string_agg(concat_ws(' ', oid, xmin), ',' ORDER BY oid) FROM pg_enum),
    (
        SELECT string_agg(
            concat_ws(' ', s.seqrelid, s.seqtypid, s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle),
            ',' ORDER BY s.seqrelid
        )
        FROM relation AS r JOIN pg_sequence AS s ON s.seqrelid = r.oid
    ),
    (SELECT string_agg(concat_ws(' ', w.oid, w.xmin), ',' ORDER BY w.oid) FROM relation AS r JOIN pg_rewrite AS w ON w.ev_class = r.oid),
    (SELECT string_agg(concat_ws(' ', oid, xmin), ',' ORDER BY oid) FROM pg_policy),
    (SELECT string_agg(concat_ws(' ', oid, xmin), ',' ORDER BY oid) FROM pg_extension),
    (SELECT string_agg(concat_ws(' ', oid, xmin), ',' ORDER BY oid) FROM pg_default_acl),
    (
        SELECT string_agg(concat_ws(' ', objoid, classoid, objsubid, xmin), ',' ORDER BY objoid, classoid, objsubid)
        FROM pg_description
        WHERE objoid >= 16384 AND objoid IS DISTINCT FROM to_regnamespace('deploy')
            AND objoid NOT IN (SELECT oid FROM pg_class WHERE relnamespace = to_regnamespace('deploy'))
    ),
    -- What belongs to an extension, which sequence to which column, which partition to which table.
    (
        SELECT string_agg(concat_ws(' ', classid, objid, refobjid, refobjsubid), ',' ORDER BY classid, objid, refobjid, refobjsubid)
        FROM pg_depend WHERE deptype = 'e' OR (deptype = 'a' AND objid IN (SELECT oid FROM relation WHERE relkind = 'S'))
    ),
    (SELECT string_agg(concat_ws(' ', inhrelid, inhparent), ',' ORDER BY inhrelid, inhparent) FROM pg_inherits),
    -- The names that owners and grants are printed with, and whose the database is.
    (SELECT string_agg(concat_ws(' ', oid, rolname), ',' ORDER BY oid) FROM pg_roles WHERE oid >= 16384),
    (SELECT datdba FROM pg_database WHERE datname = current_database()),
    CASE WHEN to_regclass('deploy.schema_migrations') IS NOT NULL THEN
        query_to_xml('SELECT max(version) FROM deploy.schema_migrations', false, true, '')::text
    END
)) AS stamp
