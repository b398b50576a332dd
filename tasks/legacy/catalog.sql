-- What an import has to know of schema public, as one JSON object; runs on PostgreSQL 12 and later, and writes nothing.
WITH member AS MATERIALIZED (
    SELECT classid, objid FROM pg_depend WHERE deptype = 'e'
),
relation AS MATERIALIZED (
    SELECT c.* FROM pg_class AS c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND c.relpersistence <> 't'
        AND NOT EXISTS (SELECT FROM member AS m WHERE m.classid = 'pg_class'::regclass AND m.objid = c.oid)
),
columns AS (
    SELECT a.attrelid, jsonb_agg(jsonb_build_object(
        'name', a.attname,
        'type', format_type(a.atttypid, a.atttypmod),
        'not_null', a.attnotnull OR coalesce(b.typnotnull, false),
        'default', d.adbin IS NOT NULL OR a.attidentity <> '' OR b.typdefault IS NOT NULL,
        'expression', pg_get_expr(d.adbin, d.adrelid),
        'generated', a.attgenerated <> '',
        'labels', (SELECT jsonb_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum AS e WHERE e.enumtypid = a.atttypid),
        -- Binary COPY writes the OIDs of the elements of arrays and records: other ones on every server.
        'own_oids', b.typtype IN ('c', 'r', 'm') AND b.oid >= 16384 OR b.typcategory = 'A' AND b.typelem >= 16384
            OR b.typtype = 'd' AND b.typcategory IN ('A', 'C', 'R') OR b.typname ~ '^_?reg' OR b.typsend = 0,
        'always', a.attidentity = 'a',
        'sequence', coalesce(pg_get_serial_sequence(a.attrelid::regclass::text, a.attname), (
            SELECT min(s.oid::regclass::text)
            FROM pg_depend AS p
            JOIN pg_class AS s ON s.oid = p.refobjid AND s.relkind = 'S'
            WHERE p.classid = 'pg_attrdef'::regclass AND p.objid = d.oid AND p.refclassid = 'pg_class'::regclass
                AND a.atttypid IN ('smallint'::regtype, 'integer'::regtype, 'bigint'::regtype, 'numeric'::regtype)
        ))
    ) ORDER BY a.attnum) AS found
    FROM relation AS r
    JOIN pg_attribute AS a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type AS b ON b.oid = a.atttypid
    LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    GROUP BY a.attrelid
),
constraints AS (
    SELECT k.conrelid, jsonb_agg(jsonb_build_object(
        'name', k.conname,
        'type', k.contype,
        'definition', regexp_replace(pg_get_constraintdef(k.oid), ' NOT VALID$', ''),
        'valid', k.convalidated,
        'deferrable', k.condeferrable,
        'check', CASE WHEN k.contype = 'c' THEN pg_get_expr(k.conbin, k.conrelid) END,
        'columns', (
            SELECT jsonb_agg(a.attname ORDER BY u.ordinality)
            FROM unnest(k.conkey) WITH ORDINALITY AS u (attnum, ordinality)
            JOIN pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = u.attnum
        ),
        'table', (SELECT f.relname FROM relation AS f WHERE f.oid = k.confrelid),
        'references', (
            SELECT jsonb_agg(a.attname ORDER BY u.ordinality)
            FROM unnest(k.confkey) WITH ORDINALITY AS u (attnum, ordinality)
            JOIN pg_attribute AS a ON a.attrelid = k.confrelid AND a.attnum = u.attnum
        )
    ) ORDER BY k.conname) AS found
    FROM relation AS r
    JOIN pg_constraint AS k ON k.conrelid = r.oid AND k.contype IN ('p', 'c', 'f')
    GROUP BY k.conrelid
),
uniques AS (
    SELECT x.indrelid, jsonb_agg(jsonb_build_object(
        'name', i.relname,
        'primary', x.indisprimary,
        'definition', regexp_replace(pg_get_indexdef(i.oid), '^.* USING ', ''),
        'valid', x.indisvalid,
        'keys', (SELECT jsonb_agg(pg_get_indexdef(i.oid, n, true) ORDER BY n) FROM generate_series(1, x.indnkeyatts) AS n),
        'where', pg_get_expr(x.indpred, x.indrelid),
        -- PostgreSQL 14 and earlier have no such column.
        'nulls_equal', coalesce((to_jsonb(x) ->> 'indnullsnotdistinct')::boolean, false)
    ) ORDER BY i.relname) AS found
    FROM relation AS r
    JOIN pg_index AS x ON x.indrelid = r.oid AND x.indisunique
    JOIN pg_class AS i ON i.oid = x.indexrelid
    GROUP BY x.indrelid
),
triggers AS (
    SELECT
        coalesce(pg_partition_root(g.tgrelid), g.tgrelid) AS tgrelid, bool_or(g.tgtype & 4 > 0) AS on_insert,
        jsonb_agg(jsonb_build_object(
            'table', format('%I.%I', n.nspname, c.relname),
            'name', g.tgname,
            'enable', CASE g.tgenabled WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE' END
        )) AS found
    FROM pg_trigger AS g
    JOIN pg_class AS c ON c.oid = g.tgrelid
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE NOT g.tgisinternal AND g.tgenabled IN ('O', 'A')
        -- A partition's copy of its parent's goes with that; PostgreSQL 12 has no such column, and calls it internal.
        AND coalesce((to_jsonb(g) ->> 'tgparentid')::oid, 0) = 0
    GROUP BY 1
)
SELECT jsonb_build_object(
    'version', current_setting('server_version_num')::integer,
    'server', current_setting('server_version'),
    'types', (
        SELECT jsonb_agg(format_type(t.oid, NULL)) FROM pg_type AS t
        JOIN pg_namespace AS n ON n.oid = t.typnamespace
        WHERE t.typtype IN ('b', 'e', 'd', 'r') AND n.nspname NOT IN ('information_schema', 'pg_toast')
    ),
    'sequences', (
        SELECT jsonb_object_agg(sequencename, coalesce(last_value, 0)) FROM pg_sequences WHERE schemaname = 'public'
    ),
    'hidden', (
        SELECT jsonb_agg(c.relname ORDER BY c.relname) FROM pg_class AS c
        WHERE c.relnamespace = 'public'::regnamespace
            AND CASE WHEN c.relkind = 'S' THEN NOT has_sequence_privilege(c.oid, 'USAGE, SELECT') END
    ),
    -- Rows that no import of schema public sees, but for those of our own schemas.
    'elsewhere', (
        SELECT jsonb_object_agg(o.nspname, o.tables)
        FROM (
            SELECT n.nspname, count(*) AS tables
            FROM pg_class AS c
            JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE (c.relkind = 'f' OR c.relkind IN ('r', 'p') AND n.nspname <> 'public') AND NOT c.relispartition
                AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'deploy', 'legacy_import')
                AND NOT EXISTS (SELECT FROM member AS m WHERE m.classid = 'pg_class'::regclass AND m.objid = c.oid)
            GROUP BY n.nspname
        ) AS o
    ),
    'large_objects', (SELECT count(*) FROM pg_largeobject_metadata),
    'tables', (
        SELECT jsonb_object_agg(r.relname, jsonb_build_object(
            'pages', CASE
                WHEN r.relkind = 'r' AND NOT EXISTS (SELECT FROM pg_inherits AS h WHERE h.inhparent = r.oid)
                THEN pg_relation_size(r.oid) / current_setting('block_size')::integer
            END,
            'bytes', pg_table_size(r.oid),
            'total', pg_total_relation_size(r.oid),
            'readable', has_table_privilege(r.oid, 'SELECT') AND NOT row_security_active(r.oid),
            'owned', pg_has_role(r.relowner, 'USAGE'),
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
