-- What schema public holds, one JSON object a row, in PostgreSQL's own words (pg_get_*def, format_type).
-- The same query makes the lock and the fact; search_path.sql goes before it. It writes nothing.
-- An object of an extension is left out (pg_depend, deptype e), and so is what belongs to another object
-- (the index of a constraint, the sequence of an identity column).
-- Names come quoted where SQL wants quotes: what reads them never quotes.
WITH
extension_member AS MATERIALIZED (
    SELECT classid, objid FROM pg_catalog.pg_depend WHERE deptype = 'e'
),
relation AS MATERIALIZED (
    SELECT
        c.oid, c.relkind, c.relowner, c.relacl, c.reloptions, c.relpersistence, c.reltype,
        pg_catalog.quote_ident(c.relname) AS name
    FROM pg_catalog.pg_class AS c
    WHERE c.relnamespace = 'public'::regnamespace
        AND c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S', 'i', 'c')
        AND NOT EXISTS (
            SELECT FROM extension_member AS e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid
        )
),
-- Every object: its address in pg_depend, its kind and name, and what is particular to its kind.
object AS MATERIALIZED (
    SELECT
        'pg_class'::regclass::oid AS classid, r.oid AS objid, 0 AS objsubid,
        CASE r.relkind
            WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'f' THEN 'foreign table' ELSE 'table'
        END AS kind,
        NULL::text AS parent, r.name, r.relowner AS owner, r.relacl AS acl,
        CASE
            WHEN r.relkind IN ('v', 'm') THEN pg_catalog.jsonb_build_object(
                'definition', pg_catalog.rtrim(pg_catalog.pg_get_viewdef(r.oid), ';'),
                'columns', (
                    SELECT pg_catalog.jsonb_agg(
                        pg_catalog.quote_ident(a.attname) || ' ' || pg_catalog.format_type(a.atttypid, a.atttypmod)
                        || CASE WHEN a.attcollation <> t.typcollation THEN ' COLLATE ' || a.attcollation::regcollation ELSE '' END
                        ORDER BY a.attnum
                    )
                    FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
                    WHERE a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
                ),
                'options', pg_catalog.to_jsonb(r.reloptions)
            )
            ELSE pg_catalog.jsonb_build_object(
                'unlogged', nullif(r.relpersistence = 'u', false),
                'options', pg_catalog.to_jsonb(r.reloptions),
                'partition_key', pg_catalog.pg_get_partkeydef(r.oid)
            )
        END AS attributes
    FROM relation AS r
    WHERE r.relkind IN ('r', 'p', 'f', 'v', 'm')

    UNION ALL
    SELECT
        'pg_class'::regclass, a.attrelid, a.attnum, 'column', r.name, pg_catalog.quote_ident(a.attname), NULL, a.attacl,
        pg_catalog.jsonb_build_object(
            'position', a.attnum,
            'type', pg_catalog.format_type(a.atttypid, a.atttypmod),
            'not_null', nullif(a.attnotnull, false),
            'default', CASE WHEN a.attgenerated = '' THEN pg_catalog.pg_get_expr(d.adbin, d.adrelid) END,
            'generated', CASE WHEN a.attgenerated <> '' THEN pg_catalog.pg_get_expr(d.adbin, d.adrelid) END,
            'identity', CASE a.attidentity WHEN 'a' THEN 'ALWAYS' WHEN 'd' THEN 'BY DEFAULT' END,
            'identity_options', CASE WHEN a.attidentity <> '' THEN (
                SELECT nullif(pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object(
                    'start', nullif(s.seqstart, 1), 'increment', nullif(s.seqincrement, 1),
                    'minimum', nullif(s.seqmin, 1), 'cache', nullif(s.seqcache, 1), 'cycle', nullif(s.seqcycle, false),
                    'maximum', nullif(s.seqmax, CASE s.seqtypid
                        WHEN 'smallint'::regtype THEN 32767 WHEN 'integer'::regtype THEN 2147483647 ELSE 9223372036854775807
                    END)
                )), '{}')
                FROM pg_catalog.pg_depend AS p JOIN pg_catalog.pg_sequence AS s ON s.seqrelid = p.objid
                WHERE p.classid = 'pg_class'::regclass AND p.refclassid = 'pg_class'::regclass
                    AND p.refobjid = a.attrelid AND p.refobjsubid = a.attnum AND p.deptype = 'i'
            ) END,
            'collation', CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation::regcollation::text END
        )
    FROM relation AS r
    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
    LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE r.relkind IN ('r', 'p', 'f')

    UNION ALL
    SELECT
        'pg_constraint'::regclass, k.oid, 0, 'constraint', r.name, pg_catalog.quote_ident(k.conname), NULL, NULL,
        pg_catalog.jsonb_build_object(
            'type', CASE k.contype
                WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique' WHEN 'c' THEN 'check'
                WHEN 'f' THEN 'foreign key' ELSE 'exclude'
            END,
            'definition', pg_catalog.regexp_replace(pg_catalog.pg_get_constraintdef(k.oid), ' NOT VALID$', ''),
            'columns', (
                SELECT pg_catalog.jsonb_agg(pg_catalog.quote_ident(a.attname) ORDER BY u.ordinality)
                FROM pg_catalog.unnest(k.conkey) WITH ORDINALITY AS u (attnum, ordinality)
                JOIN pg_catalog.pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = u.attnum
            ),
            'references', (
                SELECT pg_catalog.jsonb_build_object('table', f.name, 'columns', pg_catalog.jsonb_agg(pg_catalog.quote_ident(a.attname) ORDER BY u.ordinality))
                FROM pg_catalog.unnest(k.confkey) WITH ORDINALITY AS u (attnum, ordinality)
                JOIN pg_catalog.pg_attribute AS a ON a.attrelid = k.confrelid AND a.attnum = u.attnum
                JOIN relation AS f ON f.oid = k.confrelid
                GROUP BY f.name
            ),
            'not_valid', nullif(NOT k.convalidated, false)
        )
    FROM relation AS r
    JOIN pg_catalog.pg_constraint AS k ON k.conrelid = r.oid AND k.contype IN ('p', 'u', 'c', 'f', 'x')

    UNION ALL
    SELECT
        'pg_class'::regclass, r.oid, 0, 'index', t.name, r.name, NULL, NULL,
        pg_catalog.jsonb_build_object(
            'definition', pg_catalog.pg_get_indexdef(r.oid), 'invalid', nullif(NOT x.indisvalid, false),
            'keys', CASE WHEN x.indisunique THEN (
                SELECT pg_catalog.jsonb_agg(pg_catalog.pg_get_indexdef(r.oid, n, false) ORDER BY n) FROM pg_catalog.generate_series(1, x.indnkeyatts) AS n
            ) END,
            'where', CASE WHEN x.indisunique THEN pg_catalog.pg_get_expr(x.indpred, x.indrelid) END
        )
    FROM relation AS r
    JOIN pg_catalog.pg_index AS x ON x.indexrelid = r.oid
    JOIN relation AS t ON t.oid = x.indrelid
    WHERE r.relkind = 'i'
        AND NOT EXISTS (
            SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conindid = r.oid AND k.contype IN ('p', 'u', 'x')
        )

    UNION ALL
    SELECT
        'pg_class'::regclass, r.oid, 0, 'sequence', NULL, r.name, r.relowner, r.relacl,
        pg_catalog.jsonb_build_object(
            'type', pg_catalog.format_type(s.seqtypid, NULL), 'start', s.seqstart, 'increment', s.seqincrement,
            'minimum', s.seqmin, 'maximum', s.seqmax, 'cache', s.seqcache, 'cycle', nullif(s.seqcycle, false),
            'unlogged', nullif(r.relpersistence = 'u', false),
            'owned_by', o.name || '.' || pg_catalog.quote_ident(k.attname)
        )
    FROM relation AS r
    JOIN pg_catalog.pg_sequence AS s ON s.seqrelid = r.oid
    LEFT JOIN pg_catalog.pg_depend AS w ON w.classid = 'pg_class'::regclass AND w.objid = r.oid AND w.deptype = 'a'
    LEFT JOIN relation AS o ON o.oid = w.refobjid
    LEFT JOIN pg_catalog.pg_attribute AS k ON k.attrelid = w.refobjid AND k.attnum = w.refobjsubid
    WHERE NOT EXISTS (
        SELECT FROM pg_catalog.pg_depend AS d WHERE d.classid = 'pg_class'::regclass AND d.objid = r.oid AND d.deptype = 'i'
    )

    UNION ALL
    SELECT
        'pg_trigger'::regclass, g.oid, 0, 'trigger', r.name, pg_catalog.quote_ident(g.tgname), NULL, NULL,
        pg_catalog.jsonb_build_object(
            'definition', pg_catalog.pg_get_triggerdef(g.oid),
            'enabled', CASE g.tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' WHEN 'A' THEN 'ENABLE ALWAYS' END
        )
    FROM relation AS r
    JOIN pg_catalog.pg_trigger AS g ON g.tgrelid = r.oid AND NOT g.tgisinternal

    UNION ALL
    SELECT
        'pg_proc'::regclass, p.oid, 0, CASE p.prokind WHEN 'p' THEN 'procedure' ELSE 'function' END, NULL,
        pg_catalog.quote_ident(p.proname) || '(' || pg_catalog.oidvectortypes(p.proargtypes) || ')', p.proowner, p.proacl,
        pg_catalog.jsonb_build_object(
            'definition', pg_catalog.pg_get_functiondef(p.oid),
            'signature', pg_catalog.pg_get_function_arguments(p.oid),
            'returns', pg_catalog.pg_get_function_result(p.oid)
        )
    FROM pg_catalog.pg_proc AS p
    WHERE p.pronamespace = 'public'::regnamespace AND p.prokind IN ('f', 'p', 'w')
        AND NOT EXISTS (
            SELECT FROM extension_member AS e WHERE e.classid = 'pg_proc'::regclass AND e.objid = p.oid
        )

    UNION ALL
    SELECT
        'pg_type'::regclass, t.oid, 0, CASE t.typtype WHEN 'd' THEN 'domain' ELSE 'type' END, NULL,
        pg_catalog.quote_ident(t.typname), t.typowner, t.typacl,
        pg_catalog.jsonb_build_object(
            'labels', (SELECT pg_catalog.jsonb_agg(enumlabel ORDER BY enumsortorder) FROM pg_catalog.pg_enum WHERE enumtypid = t.oid),
            'attributes', (
                SELECT pg_catalog.jsonb_agg(pg_catalog.quote_ident(attname) || ' ' || pg_catalog.format_type(atttypid, atttypmod) ORDER BY attnum)
                FROM pg_catalog.pg_attribute WHERE attrelid = t.typrelid AND attnum > 0 AND NOT attisdropped
            ),
            'base', CASE WHEN t.typtype = 'd' THEN pg_catalog.format_type(t.typbasetype, t.typtypmod) END,
            'not_null', nullif(t.typnotnull, false),
            'default', t.typdefault,
            'checks', (
                SELECT pg_catalog.jsonb_object_agg(pg_catalog.quote_ident(k.conname), pg_catalog.pg_get_constraintdef(k.oid))
                FROM pg_catalog.pg_constraint AS k WHERE k.contypid = t.oid AND k.contype = 'c'
            )
        )
    FROM pg_catalog.pg_type AS t
    WHERE t.typnamespace = 'public'::regnamespace
        AND (t.typtype IN ('e', 'd') OR t.typtype = 'c' AND EXISTS (
            SELECT FROM relation AS r WHERE r.oid = t.typrelid AND r.relkind = 'c'
        ))
        AND NOT EXISTS (
            SELECT FROM extension_member AS e WHERE e.classid = 'pg_type'::regclass AND e.objid = t.oid
        )
),
named AS MATERIALIZED (
    SELECT
        o.*, o.kind || ' ' || CASE WHEN o.kind = 'index' THEN '' ELSE coalesce(o.parent || '.', '') END || o.name AS id
    FROM object AS o
),
-- Where pg_depend points beside an object: at a view's rule, a default, the index of a constraint, a row or array type,
-- a field of a composite type, a constraint of a domain.
address AS MATERIALIZED (
    SELECT classid, objid, objsubid, id FROM named
    UNION ALL
    SELECT 'pg_rewrite'::regclass, w.oid, 0, n.id
    FROM named AS n JOIN pg_catalog.pg_rewrite AS w ON w.ev_class = n.objid
    WHERE n.kind IN ('view', 'materialized view')
    UNION ALL
    SELECT n.classid, n.objid, a.attnum, n.id
    FROM named AS n JOIN pg_catalog.pg_attribute AS a ON a.attrelid = n.objid
    WHERE n.kind IN ('view', 'materialized view') AND a.attnum > 0
    UNION ALL
    SELECT 'pg_attrdef'::regclass, d.oid, 0, n.id
    FROM named AS n JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = n.objid AND d.adnum = n.objsubid
    WHERE n.kind = 'column'
    UNION ALL
    SELECT 'pg_class'::regclass, k.conindid, 0, n.id
    FROM named AS n JOIN pg_catalog.pg_constraint AS k ON k.oid = n.objid AND k.contype IN ('p', 'u', 'x')
    WHERE n.kind = 'constraint'
    UNION ALL
    SELECT 'pg_type'::regclass, t.oid, 0, n.id
    FROM named AS n JOIN relation AS r ON r.oid = n.objid JOIN pg_catalog.pg_type AS t ON t.oid IN (r.reltype, (SELECT typarray FROM pg_catalog.pg_type WHERE oid = r.reltype))
    WHERE n.kind IN ('table', 'view', 'materialized view')
        AND n.classid = 'pg_class'::regclass
    UNION ALL
    SELECT 'pg_type'::regclass, t.typarray, 0, n.id
    FROM named AS n JOIN pg_catalog.pg_type AS t ON t.oid = n.objid
    WHERE n.kind IN ('type', 'domain') AND t.typarray <> 0
    UNION ALL
    SELECT 'pg_class'::regclass, t.typrelid, a.attnum, n.id
    FROM named AS n JOIN pg_catalog.pg_type AS t ON t.oid = n.objid JOIN pg_catalog.pg_attribute AS a ON a.attrelid = t.typrelid
    WHERE n.kind = 'type' AND t.typrelid <> 0
    UNION ALL
    SELECT 'pg_constraint'::regclass, k.oid, 0, n.id
    FROM named AS n JOIN pg_catalog.pg_constraint AS k ON k.contypid = n.objid
    WHERE n.kind = 'domain'
),
edge AS (
    SELECT a.id, pg_catalog.jsonb_agg(DISTINCT b.id) AS needs
    FROM pg_catalog.pg_depend AS d
    JOIN address AS a ON a.classid = d.classid AND a.objid = d.objid AND a.objsubid = d.objsubid
    JOIN address AS b ON b.classid = d.refclassid AND b.objid = d.refobjid AND b.objsubid = d.refobjsubid
    WHERE a.id <> b.id
        -- A sequence depends on the column that owns it only in that it goes with it.
        AND a.id NOT LIKE 'sequence %'
    GROUP BY a.id
)
SELECT pg_catalog.jsonb_strip_nulls(
    pg_catalog.jsonb_build_object(
        'kind', n.kind, 'parent', n.parent, 'name', n.name, 'comment', c.description, 'needs', e.needs,
        'owner', CASE WHEN n.owner <> coalesce(
            -- A deploy says whose the objects are to be; else it is the owner of the database.
            pg_catalog.to_regrole(nullif(pg_catalog.current_setting('ai_engine.owner', true), '')),
            (SELECT datdba FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
        )
            THEN pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(n.owner)) END,
        'grants', (
            SELECT pg_catalog.jsonb_agg(
                CASE WHEN x.grantee = 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(x.grantee)) END
                || ' ' || x.privilege_type || CASE WHEN x.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END
                ORDER BY x.grantee, x.privilege_type
            )
            FROM pg_catalog.aclexplode(n.acl) AS x WHERE x.grantee <> n.owner
        ),
        -- What PostgreSQL grants to everybody by itself, and somebody took away.
        'revoked', CASE WHEN n.acl IS NOT NULL AND n.kind IN ('function', 'procedure', 'type', 'domain') THEN (
            SELECT pg_catalog.jsonb_agg('PUBLIC ' || x.privilege_type)
            FROM pg_catalog.aclexplode(pg_catalog.acldefault(CASE WHEN n.kind IN ('type', 'domain') THEN 'T'::"char" ELSE 'f' END, n.owner)) AS x
            WHERE x.grantee = 0
                AND NOT EXISTS (
                    SELECT FROM pg_catalog.aclexplode(n.acl) AS y WHERE y.grantee = 0 AND y.privilege_type = x.privilege_type
                )
        ) END
    ) || n.attributes
)
FROM named AS n
LEFT JOIN edge AS e ON e.id = n.id
LEFT JOIN pg_catalog.pg_description AS c ON c.classoid = n.classid AND c.objoid = n.objid AND c.objsubid = n.objsubid
