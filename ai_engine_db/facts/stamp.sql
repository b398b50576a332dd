-- Names the state of a database's definitions, in one value: it changes by any DDL, by a deploy, and by nothing else.
-- xmin says that a row of a catalog was written anew. Where VACUUM, TRUNCATE, REINDEX or REFRESH do so too, the columns
-- that make up a definition are named instead. Left out are temporary and toast tables, and schema deploy with
-- its tables. It reads catalogs alone: last_step.sql has the rest.
WITH
namespace AS MATERIALIZED (
    SELECT oid FROM pg_catalog.pg_namespace WHERE nspname !~ '^pg_(toast|temp)' AND nspname NOT IN ('deploy', 'information_schema')
),
relation AS MATERIALIZED (
    SELECT c.* FROM pg_catalog.pg_class AS c WHERE c.oid >= 16384 AND c.relnamespace IN (SELECT oid FROM namespace)
)
SELECT pg_catalog.md5(pg_catalog.concat_ws(
    ' ',
    (SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', oid, xmin), ',' ORDER BY oid) FROM pg_catalog.pg_namespace WHERE oid IN (SELECT oid FROM namespace)),
    (
        SELECT pg_catalog.string_agg(
            pg_catalog.concat_ws(
                ' ', oid, relname, relnamespace, relkind, relowner, relpersistence, reloftype, relreplident,
                relrowsecurity, relforcerowsecurity, relispartition, relam, reltablespace, relacl, reloptions,
                (SELECT t.reloptions FROM pg_catalog.pg_class AS t WHERE t.oid = relation.reltoastrelid)
            ), ',' ORDER BY oid
        )
        FROM relation
    ),
    (
        SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', a.attrelid, a.attnum, a.xmin), ',' ORDER BY a.attrelid, a.attnum)
        FROM relation AS r JOIN pg_catalog.pg_attribute AS a ON a.attrelid = r.oid AND a.attnum > 0
    ),
    (SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', d.oid, d.xmin), ',' ORDER BY d.oid) FROM relation AS r JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = r.oid),
    (
        SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', oid, xmin), ',' ORDER BY oid) FROM pg_catalog.pg_constraint
        WHERE oid >= 16384 AND connamespace IN (SELECT oid FROM namespace)
    ),
    (
        SELECT pg_catalog.string_agg(
            pg_catalog.concat_ws(' ', x.indexrelid, x.indisvalid, x.indisready, x.indislive, x.indisclustered, x.indisreplident, x.indimmediate),
            ',' ORDER BY x.indexrelid
        )
        FROM relation AS r JOIN pg_catalog.pg_index AS x ON x.indexrelid = r.oid
    ),
    (
        SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', oid, xmin), ',' ORDER BY oid) FROM pg_catalog.pg_proc
        WHERE oid >= 16384 AND pronamespace IN (SELECT oid FROM namespace)
    ),
    (SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', g.oid, g.xmin), ',' ORDER BY g.oid) FROM relation AS r JOIN pg_catalog.pg_trigger AS g ON g.tgrelid = r.oid),
    (
        SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', oid, xmin), ',' ORDER BY oid) FROM pg_catalog.pg_type
        WHERE oid >= 16384 AND typnamespace IN (SELECT oid FROM namespace)
    ),
    (SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', oid, xmin), ',' ORDER BY oid) FROM pg_catalog.pg_enum),
    (
        SELECT pg_catalog.string_agg(
            pg_catalog.concat_ws(' ', s.seqrelid, s.seqtypid, s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle),
            ',' ORDER BY s.seqrelid
        )
        FROM relation AS r JOIN pg_catalog.pg_sequence AS s ON s.seqrelid = r.oid
    ),
    (SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', w.oid, w.xmin), ',' ORDER BY w.oid) FROM relation AS r JOIN pg_catalog.pg_rewrite AS w ON w.ev_class = r.oid),
    (SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', oid, xmin), ',' ORDER BY oid) FROM pg_catalog.pg_policy),
    -- What stands beside tables, in any schema or none.
    (
        SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', classid, oid, xmin), ',' ORDER BY classid, oid)
        FROM (
            SELECT 1 AS classid, oid, xmin FROM pg_catalog.pg_event_trigger
            UNION ALL SELECT 2, oid, xmin FROM pg_catalog.pg_publication
            UNION ALL SELECT 3, oid, '0'::xid FROM pg_catalog.pg_subscription
            UNION ALL SELECT 4, oid, xmin FROM pg_catalog.pg_statistic_ext
            UNION ALL SELECT 5, oid, xmin FROM pg_catalog.pg_operator WHERE oid >= 16384
            UNION ALL SELECT 6, oid, xmin FROM pg_catalog.pg_opclass WHERE oid >= 16384
            UNION ALL SELECT 7, oid, xmin FROM pg_catalog.pg_opfamily WHERE oid >= 16384
            UNION ALL SELECT 8, oid, xmin FROM pg_catalog.pg_cast WHERE oid >= 16384
            UNION ALL SELECT 9, oid, xmin FROM pg_catalog.pg_collation WHERE oid >= 16384
            UNION ALL SELECT 10, oid, xmin FROM pg_catalog.pg_conversion WHERE oid >= 16384
            UNION ALL SELECT 11, oid, xmin FROM pg_catalog.pg_language WHERE oid >= 16384
            UNION ALL SELECT 12, oid, xmin FROM pg_catalog.pg_foreign_data_wrapper
            UNION ALL SELECT 13, oid, xmin FROM pg_catalog.pg_foreign_server
            UNION ALL SELECT 14, oid, xmin FROM pg_catalog.pg_ts_config WHERE oid >= 16384
            UNION ALL SELECT 15, oid, xmin FROM pg_catalog.pg_ts_dict WHERE oid >= 16384
            UNION ALL SELECT 16, oid, xmin FROM pg_catalog.pg_ts_parser WHERE oid >= 16384
            UNION ALL SELECT 17, oid, xmin FROM pg_catalog.pg_ts_template WHERE oid >= 16384
        ) AS other
    ),
    (SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', oid, xmin), ',' ORDER BY oid) FROM pg_catalog.pg_extension),
    (SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', oid, xmin), ',' ORDER BY oid) FROM pg_catalog.pg_default_acl),
    (
        SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', objoid, classoid, objsubid, xmin), ',' ORDER BY objoid, classoid, objsubid)
        FROM pg_catalog.pg_description
        WHERE objoid >= 16384 AND objoid IS DISTINCT FROM pg_catalog.to_regnamespace('deploy')
            AND objoid NOT IN (SELECT oid FROM pg_catalog.pg_class WHERE relnamespace = pg_catalog.to_regnamespace('deploy'))
    ),
    -- What belongs to an extension, which sequence to which column, which partition to which table.
    (
        SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', classid, objid, refobjid, refobjsubid), ',' ORDER BY classid, objid, refobjid, refobjsubid)
        FROM pg_catalog.pg_depend WHERE deptype = 'e' OR (deptype = 'a' AND objid IN (SELECT oid FROM relation WHERE relkind = 'S'))
    ),
    (SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', inhrelid, inhparent), ',' ORDER BY inhrelid, inhparent) FROM pg_catalog.pg_inherits),
    -- The names that owners and grants are printed with, and whose the database is.
    (SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', oid, rolname), ',' ORDER BY oid) FROM pg_catalog.pg_roles WHERE oid >= 16384),
    (SELECT datdba FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
)) AS stamp
