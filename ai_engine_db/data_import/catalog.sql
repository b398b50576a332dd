-- What an import has to know of schema public, as one JSON object; runs on PostgreSQL 12 and later, and writes nothing.
-- Names are looked up in pg_catalog, and printed as the application says them: catalog.py tells how.
WITH member AS MATERIALIZED (
    SELECT classid, objid FROM pg_catalog.pg_depend WHERE deptype = 'e'
),
relation AS MATERIALIZED (
    SELECT c.* FROM pg_catalog.pg_class AS c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND c.relpersistence <> 't'
        AND NOT EXISTS (SELECT FROM member AS m WHERE m.classid = 'pg_class'::regclass AND m.objid = c.oid)
),
columns AS (
    SELECT a.attrelid, pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
        'name', a.attname,
        'type', pg_catalog.format_type(a.atttypid, a.atttypmod),
        -- Below a domain, as it is printed; and for SQL, whatever the search_path.
        'base', pg_catalog.format_type(y.oid, CASE b.typtype WHEN 'd' THEN b.typtypmod ELSE a.atttypmod END),
        'cast', CASE WHEN s.nspname <> 'pg_catalog' THEN pg_catalog.format('%I.%I', s.nspname, y.typname) || coalesce(
            pg_catalog.substring(
                pg_catalog.format_type(y.oid, CASE b.typtype WHEN 'd' THEN b.typtypmod ELSE a.atttypmod END), '[(].*[)]'
            ), ''
        ) END,
        'own', CASE y.typcategory WHEN 'A' THEN y.typelem ELSE y.oid END >= 16384 AND NOT EXISTS (
            SELECT FROM member AS m
            WHERE m.classid = 'pg_type'::regclass AND m.objid = CASE y.typcategory WHEN 'A' THEN y.typelem ELSE y.oid END
        ),
        'not_null', a.attnotnull OR coalesce(b.typnotnull, false),
        'default', d.adbin IS NOT NULL OR a.attidentity <> '' OR b.typdefault IS NOT NULL,
        'expression', pg_catalog.pg_get_expr(d.adbin, d.adrelid),
        'generated', a.attgenerated <> '',
        'labels', (SELECT pg_catalog.jsonb_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_catalog.pg_enum AS e WHERE e.enumtypid = a.atttypid),
        -- Binary COPY writes the OIDs of the elements of arrays and records: other ones on every server.
        'own_oids', b.typtype IN ('c', 'r', 'm') AND b.oid >= 16384 OR b.typcategory = 'A' AND b.typelem >= 16384
            OR b.typtype = 'd' AND b.typcategory IN ('A', 'C', 'R') OR b.typname ~ '^_?reg' OR b.typsend = 0,
        'always', a.attidentity = 'a',
        'sequence', coalesce(pg_catalog.pg_get_serial_sequence(a.attrelid::regclass::text, a.attname), (
            SELECT pg_catalog.min(s.oid::regclass::text)
            FROM pg_catalog.pg_depend AS p
            JOIN pg_catalog.pg_class AS s ON s.oid = p.refobjid AND s.relkind = 'S'
            WHERE p.classid = 'pg_attrdef'::regclass AND p.objid = d.oid AND p.refclassid = 'pg_class'::regclass
                AND a.atttypid IN ('smallint'::regtype, 'integer'::regtype, 'bigint'::regtype, 'numeric'::regtype)
        ))
    ) ORDER BY a.attnum) AS found
    FROM relation AS r
    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_catalog.pg_type AS b ON b.oid = a.atttypid
    JOIN pg_catalog.pg_type AS y ON y.oid = CASE b.typtype WHEN 'd' THEN b.typbasetype ELSE b.oid END
    JOIN pg_catalog.pg_namespace AS s ON s.oid = y.typnamespace
    LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    GROUP BY a.attrelid
),
constraints AS (
    SELECT k.conrelid, pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
        'name', k.conname,
        'type', k.contype,
        'definition', pg_catalog.regexp_replace(pg_catalog.pg_get_constraintdef(k.oid), ' NOT VALID$', ''),
        'valid', k.convalidated,
        'deferrable', k.condeferrable,
        'check', CASE WHEN k.contype = 'c' THEN pg_catalog.pg_get_expr(k.conbin, k.conrelid) END,
        'columns', (
            SELECT pg_catalog.jsonb_agg(a.attname ORDER BY u.ordinality)
            FROM pg_catalog.unnest(k.conkey) WITH ORDINALITY AS u (attnum, ordinality)
            JOIN pg_catalog.pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = u.attnum
        ),
        'table', (SELECT f.relname FROM relation AS f WHERE f.oid = k.confrelid),
        'references', (
            SELECT pg_catalog.jsonb_agg(a.attname ORDER BY u.ordinality)
            FROM pg_catalog.unnest(k.confkey) WITH ORDINALITY AS u (attnum, ordinality)
            JOIN pg_catalog.pg_attribute AS a ON a.attrelid = k.confrelid AND a.attnum = u.attnum
        )
    ) ORDER BY k.conname) AS found
    FROM relation AS r
    JOIN pg_catalog.pg_constraint AS k ON k.conrelid = r.oid AND k.contype IN ('p', 'c', 'f')
    GROUP BY k.conrelid
),
uniques AS (
    SELECT x.indrelid, pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
        'name', i.relname,
        'primary', x.indisprimary,
        'definition', pg_catalog.regexp_replace(pg_catalog.pg_get_indexdef(i.oid), '^.* USING ', ''),
        'valid', x.indisvalid,
        'keys', (SELECT pg_catalog.jsonb_agg(pg_catalog.pg_get_indexdef(i.oid, n, true) ORDER BY n) FROM pg_catalog.generate_series(1, x.indnkeyatts) AS n),
        'where', pg_catalog.pg_get_expr(x.indpred, x.indrelid),
        -- PostgreSQL 14 and earlier have no such column.
        'nulls_equal', coalesce((pg_catalog.to_jsonb(x) ->> 'indnullsnotdistinct')::boolean, false)
    ) ORDER BY i.relname) AS found
    FROM relation AS r
    JOIN pg_catalog.pg_index AS x ON x.indrelid = r.oid AND x.indisunique
    JOIN pg_catalog.pg_class AS i ON i.oid = x.indexrelid
    GROUP BY x.indrelid
),
triggers AS (
    SELECT
        coalesce(pg_catalog.pg_partition_root(g.tgrelid), g.tgrelid) AS tgrelid, pg_catalog.bool_or(g.tgtype & 4 > 0) AS on_insert,
        pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
            'table', pg_catalog.format('%I.%I', n.nspname, c.relname),
            'name', g.tgname,
            'enable', CASE g.tgenabled WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE' END
        )) AS found
    FROM pg_catalog.pg_trigger AS g
    JOIN pg_catalog.pg_class AS c ON c.oid = g.tgrelid
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE NOT g.tgisinternal AND g.tgenabled IN ('O', 'A')
        -- A partition's copy of its parent's goes with that; PostgreSQL 12 has no such column, and calls it internal.
        AND coalesce((pg_catalog.to_jsonb(g) ->> 'tgparentid')::oid, 0) = 0
    GROUP BY 1
)
SELECT pg_catalog.jsonb_build_object(
    'version', pg_catalog.current_setting('server_version_num')::integer,
    'server', pg_catalog.current_setting('server_version'),
    'types', (
        -- Those of the server and of extensions, as they are printed, and their names for SQL.
        SELECT pg_catalog.jsonb_object_agg(
            pg_catalog.format_type(t.oid, NULL),
            CASE n.nspname WHEN 'pg_catalog' THEN pg_catalog.format_type(t.oid, NULL) ELSE pg_catalog.format('%I.%I', n.nspname, t.typname) END
        )
        FROM pg_catalog.pg_type AS t
        JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
        WHERE t.typtype IN ('b', 'r', 'm') AND (
            n.nspname = 'pg_catalog'
            OR EXISTS (SELECT FROM member AS m WHERE m.classid = 'pg_type'::regclass AND m.objid = t.oid)
        )
    ),
    'sequences', (
        SELECT pg_catalog.jsonb_object_agg(sequencename, coalesce(last_value, 0)) FROM pg_catalog.pg_sequences WHERE schemaname = 'public'
    ),
    'hidden', (
        SELECT pg_catalog.jsonb_agg(c.relname ORDER BY c.relname) FROM pg_catalog.pg_class AS c
        WHERE c.relnamespace = 'public'::regnamespace
            AND CASE WHEN c.relkind = 'S' THEN NOT pg_catalog.has_sequence_privilege(c.oid, 'USAGE, SELECT') END
    ),
    -- Rows that no import of schema public sees, but for those of our own schemas.
    'elsewhere', (
        SELECT pg_catalog.jsonb_object_agg(o.nspname, o.tables)
        FROM (
            SELECT n.nspname, pg_catalog.count(*) AS tables
            FROM pg_catalog.pg_class AS c
            JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
            WHERE (c.relkind = 'f' OR c.relkind IN ('r', 'p') AND n.nspname <> 'public') AND NOT c.relispartition
                AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'deploy', 'legacy_import')
                AND NOT EXISTS (SELECT FROM member AS m WHERE m.classid = 'pg_class'::regclass AND m.objid = c.oid)
            GROUP BY n.nspname
        ) AS o
    ),
    'superuser', (SELECT a.rolsuper FROM pg_catalog.pg_roles AS a WHERE a.rolname = session_user),
    -- Whoever plans a query on a table runs what its indexes and statistics call with constants.
    'calling', (
        SELECT pg_catalog.jsonb_agg(DISTINCT k.name)
        FROM (
            SELECT x.indrelid::regclass::text AS name, 'pg_class'::regclass AS classid, x.indexrelid AS objid
            FROM pg_catalog.pg_index AS x WHERE x.indexprs IS NOT NULL OR x.indpred IS NOT NULL
            UNION ALL
            SELECT e.stxrelid::regclass::text, 'pg_statistic_ext'::regclass, e.oid FROM pg_catalog.pg_statistic_ext AS e
        ) AS k
        JOIN pg_catalog.pg_depend AS d ON d.classid = k.classid AND d.objid = k.objid AND d.refobjid >= 16384
        WHERE (d.refclassid IN ('pg_proc'::regclass, 'pg_operator'::regclass) OR EXISTS (
            SELECT FROM pg_catalog.pg_type AS t
            WHERE d.refclassid = 'pg_type'::regclass AND t.oid = d.refobjid AND t.typtype = 'd'
        )) AND NOT EXISTS (SELECT FROM member AS m WHERE m.classid = d.refclassid AND m.objid = d.refobjid)
    ),
    -- By these a role reads and writes files of the server, or runs programs there.
    'powers', (
        SELECT pg_catalog.jsonb_agg(g.rolname ORDER BY g.rolname) FROM pg_catalog.pg_roles AS g
        WHERE g.rolname IN ('pg_execute_server_program', 'pg_read_server_files', 'pg_write_server_files')
            AND pg_catalog.pg_has_role(session_user, g.oid, 'MEMBER')
    ),
    'large_objects', (SELECT pg_catalog.count(*) FROM pg_catalog.pg_largeobject_metadata),
    'tables', (
        SELECT pg_catalog.jsonb_object_agg(r.relname, pg_catalog.jsonb_build_object(
            'pages', CASE
                WHEN r.relkind = 'r' AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits AS h WHERE h.inhparent = r.oid)
                THEN pg_catalog.pg_relation_size(r.oid) / pg_catalog.current_setting('block_size')::integer
            END,
            'bytes', pg_catalog.pg_table_size(r.oid),
            'total', pg_catalog.pg_total_relation_size(r.oid),
            'readable', pg_catalog.has_table_privilege(r.oid, 'SELECT') AND NOT pg_catalog.row_security_active(r.oid),
            'owned', pg_catalog.pg_has_role(r.relowner, 'USAGE'),
            'triggers', coalesce(g.found, '[]'),
            'insert_triggers', coalesce(g.on_insert, false),
            'columns', coalesce(c.found, '[]'),
            'constraints', coalesce(k.found, '[]'),
            'uniques', coalesce(u.found, '[]')
        ))
        FROM relation AS r
        LEFT JOIN columns AS c ON c.attrelid = r.oid
        LEFT JOIN constraints AS k ON k.conrelid = r.oid
        LEFT JOIN uniques AS u ON u.indrelid = r.oid
        LEFT JOIN triggers AS g ON g.tgrelid = r.oid
    )
)
