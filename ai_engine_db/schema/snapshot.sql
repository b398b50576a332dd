-- What schema public holds, one JSON object a row, in PostgreSQL's own words (pg_get_*def, format_type).
-- The same query makes the lock and the fact; search_path.sql goes before it. It writes nothing.
-- An object of an extension is left out (pg_depend, deptype e), and so is what belongs to another object
-- (the index of a constraint, the sequence of an identity column, the functions of a range type).
-- Names come quoted where SQL wants quotes: what reads them never quotes.
-- What can be had in a database and sql/ never says is told by 'beside' in an object, or is an object of a kind that
-- no plan makes: an event trigger, an operator.
WITH
extension_member AS MATERIALIZED (
    SELECT classid, objid FROM pg_catalog.pg_depend
    WHERE deptype = 'e' OR deptype = 'i' AND classid IN ('pg_proc'::regclass, 'pg_cast'::regclass)
),
relation AS MATERIALIZED (
    SELECT c.*, pg_catalog.quote_ident(c.relname) AS name
    FROM pg_catalog.pg_class AS c
    WHERE c.relnamespace = 'public'::regnamespace
        AND c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S', 'i', 'I', 'c')
        AND NOT EXISTS (
            SELECT FROM extension_member AS e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid
        )
),
-- The table that columns come from in the end, of those that have them from another.
ancestry AS MATERIALIZED (
    WITH RECURSIVE up (child, top) AS (
        SELECT inhrelid, inhparent FROM pg_catalog.pg_inherits WHERE inhseqno = 1
        UNION ALL
        SELECT u.child, i.inhparent FROM up AS u JOIN pg_catalog.pg_inherits AS i ON i.inhrelid = u.top AND i.inhseqno = 1
    )
    SELECT child, top FROM up WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_inherits AS i WHERE i.inhrelid = up.top AND i.inhseqno = 1)
),
-- Whose the objects are to be: a deploy says so; else it is the owner of the database.
owning AS MATERIALIZED (
    SELECT coalesce(
        pg_catalog.to_regrole(nullif(pg_catalog.current_setting('ai_engine.owner', true), ''))::oid,
        (SELECT datdba FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
    ) AS oid
),
-- The read-only role, which the step for privileges looks after.
reading AS MATERIALIZED (
    SELECT pg_catalog.to_regrole(nullif(pg_catalog.current_setting('ai_engine.reader', true), ''))::oid AS oid
),
-- What no plan makes, in schema public or in no schema.
stranger AS MATERIALIZED (
    SELECT s.classid, s.objid
    FROM (
        SELECT 'pg_type'::regclass::oid AS classid, oid AS objid, typnamespace AS namespace FROM pg_catalog.pg_type
        WHERE typtype IN ('b', 'p') AND typelem = 0 AND NOT EXISTS (SELECT FROM pg_catalog.pg_class WHERE reltype = pg_type.oid)
        UNION ALL
        SELECT 'pg_operator'::regclass, oid, oprnamespace FROM pg_catalog.pg_operator
        UNION ALL
        SELECT 'pg_opclass'::regclass, oid, opcnamespace FROM pg_catalog.pg_opclass
        UNION ALL
        SELECT 'pg_opfamily'::regclass, oid, opfnamespace FROM pg_catalog.pg_opfamily
        UNION ALL
        SELECT 'pg_conversion'::regclass, oid, connamespace FROM pg_catalog.pg_conversion
        UNION ALL
        SELECT 'pg_ts_config'::regclass, oid, cfgnamespace FROM pg_catalog.pg_ts_config
        UNION ALL
        SELECT 'pg_ts_dict'::regclass, oid, dictnamespace FROM pg_catalog.pg_ts_dict
        UNION ALL
        SELECT 'pg_ts_parser'::regclass, oid, prsnamespace FROM pg_catalog.pg_ts_parser
        UNION ALL
        SELECT 'pg_ts_template'::regclass, oid, tmplnamespace FROM pg_catalog.pg_ts_template
        UNION ALL
        SELECT 'pg_cast'::regclass, oid, NULL FROM pg_catalog.pg_cast
        UNION ALL
        SELECT 'pg_event_trigger'::regclass, oid, NULL FROM pg_catalog.pg_event_trigger
        WHERE evtname <> 'record' OR pg_catalog.to_regclass('recorder.made') IS NULL -- recorder.sql
        UNION ALL
        SELECT 'pg_publication'::regclass, oid, NULL FROM pg_catalog.pg_publication
        UNION ALL
        SELECT 'pg_language'::regclass, oid, NULL FROM pg_catalog.pg_language
        UNION ALL
        SELECT 'pg_foreign_data_wrapper'::regclass, oid, NULL FROM pg_catalog.pg_foreign_data_wrapper
        UNION ALL
        SELECT 'pg_foreign_server'::regclass, oid, NULL FROM pg_catalog.pg_foreign_server
        UNION ALL
        SELECT 'pg_subscription'::regclass, oid, NULL FROM pg_catalog.pg_subscription
        WHERE subdbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
    ) AS s
    WHERE s.objid >= 16384 AND coalesce(s.namespace, 'public'::regnamespace) = 'public'::regnamespace
        AND NOT EXISTS (SELECT FROM extension_member AS e WHERE e.classid = s.classid AND e.objid = s.objid)
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
                'options', pg_catalog.to_jsonb(r.reloptions),
                'defaults', (
                    SELECT pg_catalog.jsonb_object_agg(pg_catalog.quote_ident(a.attname), pg_catalog.pg_get_expr(d.adbin, d.adrelid))
                    FROM pg_catalog.pg_attrdef AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
                    WHERE d.adrelid = r.oid
                ),
                'column_grants', (
                    SELECT pg_catalog.jsonb_agg(
                        pg_catalog.quote_ident(a.attname) || ' '
                        || CASE WHEN x.grantee = 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(x.grantee)) END
                        || ' ' || x.privilege_type || CASE WHEN x.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END
                        ORDER BY a.attnum, x.grantee, x.privilege_type
                    )
                    FROM pg_catalog.pg_attribute AS a, pg_catalog.aclexplode(a.attacl) AS x
                    WHERE a.attrelid = r.oid AND a.attnum > 0 AND x.grantee <> r.relowner
                        AND x.grantee IS DISTINCT FROM (SELECT oid FROM reading)
                ),
                'comments', (
                    SELECT pg_catalog.jsonb_object_agg('COLUMN ' || r.name || '.' || pg_catalog.quote_ident(a.attname), c.description)
                    FROM pg_catalog.pg_description AS c JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.objoid AND a.attnum = c.objsubid
                    WHERE c.classoid = 'pg_class'::regclass AND c.objoid = r.oid AND c.objsubid > 0
                )
            )
            ELSE pg_catalog.jsonb_build_object(
                'unlogged', nullif(r.relpersistence = 'u', false),
                'options', (
                    SELECT pg_catalog.to_jsonb(pg_catalog.array_agg(each.option))
                    FROM (
                        SELECT pg_catalog.unnest(r.reloptions)
                        UNION ALL
                        SELECT 'toast.' || o FROM pg_catalog.pg_class AS t, pg_catalog.unnest(t.reloptions) AS o WHERE t.oid = r.reltoastrelid
                    ) AS each (option)
                ),
                'replica_identity', CASE WHEN r.relkind IN ('r', 'p') THEN
                    CASE r.relreplident WHEN 'n' THEN 'NOTHING' WHEN 'f' THEN 'FULL' WHEN 'i' THEN 'INDEX' END
                END,
                'row_security', nullif(r.relrowsecurity, false),
                'row_security_forced', nullif(r.relforcerowsecurity, false),
                'partition_key', pg_catalog.pg_get_partkeydef(r.oid),
                'partition_of', CASE WHEN r.relispartition THEN (
                    SELECT p.name FROM pg_catalog.pg_inherits AS i JOIN relation AS p ON p.oid = i.inhparent WHERE i.inhrelid = r.oid
                ) END,
                'bound', CASE WHEN r.relispartition THEN pg_catalog.pg_get_expr(r.relpartbound, r.oid) END,
                'inherits', CASE WHEN NOT r.relispartition THEN (
                    SELECT pg_catalog.jsonb_agg(p.name ORDER BY i.inhseqno)
                    FROM pg_catalog.pg_inherits AS i JOIN relation AS p ON p.oid = i.inhparent
                    WHERE i.inhrelid = r.oid
                ) END
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
            'collation', CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation::regcollation::text END,
            'storage', CASE WHEN a.attstorage <> t.typstorage AND r.relkind <> 'f' THEN
                CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END
            END,
            'compression', CASE WHEN r.relkind <> 'f' THEN CASE a.attcompression WHEN 'l' THEN 'lz4' WHEN 'p' THEN 'pglz' END END,
            'inherited', nullif(NOT a.attislocal, false),
            'statistics', nullif(a.attstattarget, -1),
            -- Some builds keep marks of their own among the options.
            'options', CASE WHEN a.attoptions IS NOT NULL THEN (
                SELECT pg_catalog.jsonb_agg(o ORDER BY o) FROM pg_catalog.unnest(a.attoptions) AS o WHERE o LIKE 'n\_distinct%'
            ) END,
            'comments', CASE WHEN a.attidentity <> '' THEN (
                SELECT pg_catalog.jsonb_object_agg('SEQUENCE ' || s.name, c.description)
                FROM pg_catalog.pg_depend AS p
                JOIN relation AS s ON s.oid = p.objid
                JOIN pg_catalog.pg_description AS c ON c.classoid = 'pg_class'::regclass AND c.objoid = s.oid AND c.objsubid = 0
                WHERE p.classid = 'pg_class'::regclass AND p.refclassid = 'pg_class'::regclass
                    AND p.refobjid = a.attrelid AND p.refobjsubid = a.attnum AND p.deptype = 'i'
            ) END
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
            'not_valid', nullif(NOT k.convalidated, false),
            -- DISABLE TRIGGER ALL: then nothing keeps rows from breaking it.
            'disabled', (
                SELECT pg_catalog.jsonb_agg(DISTINCT pg_catalog.quote_ident(t.relname))
                FROM pg_catalog.pg_trigger AS g JOIN pg_catalog.pg_class AS t ON t.oid = g.tgrelid
                WHERE g.tgconstraint = k.oid AND g.tgisinternal AND g.tgenabled <> 'O'
            ),
            'inherited', nullif(NOT k.conislocal OR k.conparentid <> 0, false),
            'attached_to', CASE WHEN i.relispartition THEN (
                SELECT p.name FROM pg_catalog.pg_inherits AS h JOIN relation AS p ON p.oid = h.inhparent WHERE h.inhrelid = i.oid
            ) END,
            'invalid', CASE WHEN i.relkind = 'I' THEN nullif(NOT x.indisvalid, false) END,
            'options', pg_catalog.to_jsonb(i.reloptions),
            'replica_identity', nullif(x.indisreplident, false),
            'clustered', nullif(x.indisclustered, false),
            'comments', CASE WHEN i.oid IS NOT NULL THEN (
                SELECT pg_catalog.jsonb_object_agg('INDEX ' || i.name, c.description)
                FROM pg_catalog.pg_description AS c WHERE c.classoid = 'pg_class'::regclass AND c.objoid = i.oid AND c.objsubid = 0
            ) END
        )
    FROM relation AS r
    JOIN pg_catalog.pg_constraint AS k ON k.conrelid = r.oid AND k.contype IN ('p', 'u', 'c', 'f', 'x')
    LEFT JOIN relation AS i ON i.oid = k.conindid AND k.contype IN ('p', 'u', 'x')
    LEFT JOIN pg_catalog.pg_index AS x ON x.indexrelid = i.oid

    UNION ALL
    SELECT
        'pg_class'::regclass, r.oid, 0, 'index', t.name, r.name, NULL, NULL,
        pg_catalog.jsonb_build_object(
            -- That it was made on a partitioned table alone, and then on each partition, is no part of what it is.
            'definition', CASE WHEN r.relkind = 'I' THEN
                pg_catalog.regexp_replace(pg_catalog.pg_get_indexdef(r.oid), '^(CREATE (UNIQUE )?INDEX ("([^"]|"")*"|\S+) ON) ONLY ', '\1 ')
                ELSE pg_catalog.pg_get_indexdef(r.oid)
            END,
            'inherited', nullif(r.relispartition, false),
            'attached_to', CASE WHEN r.relispartition THEN (
                SELECT p.name FROM pg_catalog.pg_inherits AS h JOIN relation AS p ON p.oid = h.inhparent WHERE h.inhrelid = r.oid
            ) END,
            'invalid', nullif(NOT x.indisvalid, false),
            'keys', CASE WHEN x.indisunique THEN k.keys END,
            'where', CASE WHEN x.indisunique THEN pg_catalog.pg_get_expr(x.indpred, x.indrelid) END,
            -- What a row may have no value of.
            'evaluates', CASE WHEN NOT x.indisunique AND (x.indexprs IS NOT NULL OR x.indpred IS NOT NULL)
                THEN pg_catalog.jsonb_build_object('keys', k.keys, 'where', pg_catalog.pg_get_expr(x.indpred, x.indrelid))
            END,
            'options', pg_catalog.to_jsonb(r.reloptions),
            'replica_identity', nullif(x.indisreplident, false),
            'clustered', nullif(x.indisclustered, false),
            'statistics', (
                SELECT pg_catalog.jsonb_object_agg(a.attnum, a.attstattarget)
                FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = r.oid AND a.attstattarget >= 0
            )
        )
    FROM relation AS r
    JOIN pg_catalog.pg_index AS x ON x.indexrelid = r.oid
    JOIN relation AS t ON t.oid = x.indrelid
    CROSS JOIN LATERAL (
        SELECT pg_catalog.jsonb_agg(pg_catalog.pg_get_indexdef(r.oid, n, false) ORDER BY n) AS keys FROM pg_catalog.generate_series(1, x.indnkeyatts) AS n
    ) AS k
    WHERE r.relkind IN ('i', 'I')
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
            'inherited', nullif(g.tgparentid <> 0, false),
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

    -- PostgreSQL prints no definition of an aggregate: this one is as pg_dump writes it.
    UNION ALL
    SELECT
        'pg_proc'::regclass, p.oid, 0, 'aggregate', NULL,
        pg_catalog.quote_ident(p.proname) || '(' || n.identity || ')', p.proowner, p.proacl,
        pg_catalog.jsonb_build_object(
            'definition', 'CREATE OR REPLACE AGGREGATE ' || pg_catalog.quote_ident(p.proname) || '(' || n.arguments || ') ('
            || pg_catalog.concat_ws(
                ', ',
                'SFUNC = ' || g.aggtransfn::text,
                'STYPE = ' || pg_catalog.format_type(g.aggtranstype, NULL),
                'SSPACE = ' || nullif(g.aggtransspace, 0),
                'FINALFUNC = ' || nullif(g.aggfinalfn, 0)::regproc,
                CASE WHEN g.aggfinalextra THEN 'FINALFUNC_EXTRA' END,
                'FINALFUNC_MODIFY = ' || CASE nullif(g.aggfinalmodify, n.modify)
                    WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' WHEN 'w' THEN 'READ_WRITE'
                END,
                'COMBINEFUNC = ' || nullif(g.aggcombinefn, 0)::regproc,
                'SERIALFUNC = ' || nullif(g.aggserialfn, 0)::regproc,
                'DESERIALFUNC = ' || nullif(g.aggdeserialfn, 0)::regproc,
                'INITCOND = ' || pg_catalog.quote_literal(g.agginitval),
                'MSFUNC = ' || nullif(g.aggmtransfn, 0)::regproc,
                'MINVFUNC = ' || nullif(g.aggminvtransfn, 0)::regproc,
                'MSTYPE = ' || pg_catalog.format_type(nullif(g.aggmtranstype, 0), NULL),
                'MSSPACE = ' || nullif(g.aggmtransspace, 0),
                'MFINALFUNC = ' || nullif(g.aggmfinalfn, 0)::regproc,
                CASE WHEN g.aggmfinalextra THEN 'MFINALFUNC_EXTRA' END,
                'MFINALFUNC_MODIFY = ' || CASE nullif(g.aggmfinalmodify, n.modify)
                    WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' WHEN 'w' THEN 'READ_WRITE'
                END,
                'MINITCOND = ' || pg_catalog.quote_literal(g.aggminitval),
                (
                    SELECT pg_catalog.format('SORTOP = OPERATOR(%I.%s)', s.nspname, o.oprname)
                    FROM pg_catalog.pg_operator AS o JOIN pg_catalog.pg_namespace AS s ON s.oid = o.oprnamespace
                    WHERE o.oid = g.aggsortop
                ),
                CASE WHEN g.aggkind = 'h' THEN 'HYPOTHETICAL' END,
                'PARALLEL = ' || CASE p.proparallel WHEN 's' THEN 'SAFE' WHEN 'r' THEN 'RESTRICTED' END
            ) || ')',
            'signature', n.arguments,
            'returns', pg_catalog.format_type(p.prorettype, NULL)
        )
    FROM pg_catalog.pg_proc AS p
    JOIN pg_catalog.pg_aggregate AS g ON g.aggfnoid = p.oid
    CROSS JOIN LATERAL (
        SELECT
            CASE WHEN p.pronargs = 0 THEN '*' ELSE pg_catalog.pg_get_function_arguments(p.oid) END AS arguments,
            CASE
                WHEN p.pronargs = 0 THEN '*'
                WHEN g.aggkind = 'n' AND p.provariadic = 0 THEN pg_catalog.oidvectortypes(p.proargtypes)
                ELSE pg_catalog.pg_get_function_identity_arguments(p.oid)
            END AS identity,
            CASE WHEN g.aggkind = 'n' THEN 'r'::"char" ELSE 'w' END AS modify
    ) AS n
    WHERE p.pronamespace = 'public'::regnamespace AND p.prokind = 'a'
        AND NOT EXISTS (
            SELECT FROM extension_member AS e WHERE e.classid = 'pg_proc'::regclass AND e.objid = p.oid
        )

    UNION ALL
    SELECT
        'pg_collation'::regclass, c.oid, 0, 'collation', NULL, pg_catalog.quote_ident(c.collname), c.collowner, NULL,
        pg_catalog.jsonb_build_object(
            'options', (
                SELECT pg_catalog.jsonb_agg(o ORDER BY ordinality)
                FROM pg_catalog.unnest(ARRAY[
                    'provider = ' || CASE c.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END,
                    CASE WHEN NOT c.collisdeterministic THEN 'deterministic = false' END,
                    -- What holds a locale has another name in each version.
                    'locale = ' || pg_catalog.quote_literal(coalesce(j ->> 'colllocale', j ->> 'colliculocale')),
                    'lc_collate = ' || pg_catalog.quote_literal(c.collcollate),
                    'lc_ctype = ' || pg_catalog.quote_literal(c.collctype),
                    'rules = ' || pg_catalog.quote_literal(j ->> 'collicurules')
                ]) WITH ORDINALITY AS u (o, ordinality)
                WHERE o IS NOT NULL
            )
        )
    FROM pg_catalog.pg_collation AS c, pg_catalog.to_jsonb(c) AS j
    WHERE c.collnamespace = 'public'::regnamespace
        AND NOT EXISTS (
            SELECT FROM extension_member AS e WHERE e.classid = 'pg_collation'::regclass AND e.objid = c.oid
        )

    UNION ALL
    SELECT
        'pg_statistic_ext'::regclass, s.oid, 0, 'statistics', r.name, pg_catalog.quote_ident(s.stxname), s.stxowner, NULL,
        pg_catalog.jsonb_build_object(
            'definition', pg_catalog.pg_get_statisticsobjdef(s.oid), 'target', nullif(s.stxstattarget, -1)
        )
    FROM relation AS r
    JOIN pg_catalog.pg_statistic_ext AS s ON s.stxrelid = r.oid AND s.stxnamespace = 'public'::regnamespace

    UNION ALL
    SELECT
        'pg_type'::regclass, t.oid, 0, CASE t.typtype WHEN 'd' THEN 'domain' ELSE 'type' END, NULL,
        pg_catalog.quote_ident(t.typname), t.typowner, t.typacl,
        pg_catalog.jsonb_build_object(
            'labels', CASE WHEN t.typtype = 'e' THEN (
                SELECT coalesce(pg_catalog.jsonb_agg(enumlabel ORDER BY enumsortorder), '[]') FROM pg_catalog.pg_enum WHERE enumtypid = t.oid
            ) END,
            'attributes', (
                SELECT pg_catalog.jsonb_agg(
                    pg_catalog.quote_ident(a.attname) || ' ' || pg_catalog.format_type(a.atttypid, a.atttypmod)
                    || CASE WHEN a.attcollation <> b.typcollation THEN ' COLLATE ' || a.attcollation::regcollation ELSE '' END
                    ORDER BY a.attnum
                )
                FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_type AS b ON b.oid = a.atttypid
                WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
            ),
            'range', (
                SELECT pg_catalog.jsonb_agg(o ORDER BY ordinality)
                FROM pg_catalog.pg_range AS g
                JOIN pg_catalog.pg_type AS b ON b.oid = g.rngsubtype
                JOIN pg_catalog.pg_type AS m ON m.oid = g.rngmultitypid
                JOIN pg_catalog.pg_opclass AS c ON c.oid = g.rngsubopc
                JOIN pg_catalog.pg_namespace AS s ON s.oid = c.opcnamespace
                CROSS JOIN LATERAL pg_catalog.unnest(ARRAY[
                    'SUBTYPE = ' || pg_catalog.format_type(g.rngsubtype, NULL),
                    'MULTIRANGE_TYPE_NAME = ' || pg_catalog.quote_ident(m.typname),
                    CASE WHEN NOT c.opcdefault THEN pg_catalog.format('SUBTYPE_OPCLASS = %I.%I', s.nspname, c.opcname) END,
                    CASE WHEN g.rngcollation <> b.typcollation THEN 'COLLATION = ' || g.rngcollation::regcollation END,
                    'CANONICAL = ' || nullif(g.rngcanonical, 0)::regproc,
                    'SUBTYPE_DIFF = ' || nullif(g.rngsubdiff, 0)::regproc
                ]) WITH ORDINALITY AS u (o, ordinality)
                WHERE g.rngtypid = t.oid AND o IS NOT NULL
            ),
            'base', CASE WHEN t.typtype = 'd' THEN pg_catalog.format_type(t.typbasetype, t.typtypmod) END,
            'collation', (
                SELECT t.typcollation::regcollation::text FROM pg_catalog.pg_type AS b
                WHERE t.typtype = 'd' AND b.oid = t.typbasetype AND b.typcollation <> t.typcollation
            ),
            'not_null', nullif(t.typnotnull, false),
            'default', t.typdefault,
            'checks', (
                SELECT pg_catalog.jsonb_object_agg(pg_catalog.quote_ident(k.conname), pg_catalog.pg_get_constraintdef(k.oid))
                FROM pg_catalog.pg_constraint AS k WHERE k.contypid = t.oid AND k.contype = 'c'
            ),
            'comments', (
                SELECT pg_catalog.jsonb_object_agg(
                    coalesce(
                        'CONSTRAINT ' || pg_catalog.quote_ident(k.conname) || ' ON DOMAIN ',
                        'COLUMN '
                    ) || pg_catalog.quote_ident(t.typname) || coalesce('.' || pg_catalog.quote_ident(a.attname), ''),
                    c.description
                )
                FROM pg_catalog.pg_description AS c
                LEFT JOIN pg_catalog.pg_constraint AS k ON c.classoid = 'pg_constraint'::regclass AND k.oid = c.objoid
                LEFT JOIN pg_catalog.pg_attribute AS a
                    ON c.classoid = 'pg_class'::regclass AND a.attrelid = c.objoid AND a.attnum = c.objsubid
                WHERE k.contypid = t.oid OR c.objsubid > 0 AND c.classoid = 'pg_class'::regclass AND c.objoid = nullif(t.typrelid, 0)
            )
        )
    FROM pg_catalog.pg_type AS t
    WHERE t.typnamespace = 'public'::regnamespace
        AND (t.typtype IN ('e', 'd', 'r') OR t.typtype = 'c' AND EXISTS (
            SELECT FROM relation AS r WHERE r.oid = t.typrelid AND r.relkind = 'c'
        ))
        AND NOT EXISTS (
            SELECT FROM extension_member AS e WHERE e.classid = 'pg_type'::regclass AND e.objid = t.oid
        )

    UNION ALL
    SELECT
        'pg_namespace'::regclass, s.oid, 0, 'schema', NULL, pg_catalog.quote_ident(s.nspname), s.nspowner, s.nspacl, '{}'
    FROM pg_catalog.pg_namespace AS s
    WHERE s.nspname = 'public' AND EXISTS (
        SELECT FROM pg_catalog.aclexplode(s.nspacl) AS x WHERE x.grantee NOT IN (0, s.nspowner, (SELECT oid FROM owning))
            -- Roles of a deploy's settings may use it, as those may of whom a deploy knows nothing.
            AND (x.is_grantable OR (SELECT oid FROM reading) IS NULL)
    )

    UNION ALL
    SELECT
        'pg_default_acl'::regclass, f.oid, 0, 'default privileges', NULL,
        CASE f.defaclobjtype
            WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences' WHEN 'f' THEN 'functions' WHEN 'T' THEN 'types' ELSE 'schemas'
        END || CASE WHEN f.defaclnamespace = 0 THEN '' ELSE ' in public' END,
        f.defaclrole, f.defaclacl, '{}'
    FROM pg_catalog.pg_default_acl AS f
    WHERE f.defaclrole = (SELECT oid FROM owning) AND f.defaclnamespace IN (0, 'public'::regnamespace)
        AND (f.defaclnamespace = 0 OR EXISTS (
            SELECT FROM pg_catalog.aclexplode(f.defaclacl) AS x
            WHERE x.grantee <> f.defaclrole AND x.grantee IS DISTINCT FROM (SELECT oid FROM reading)
        ))

    UNION ALL
    SELECT
        'pg_policy'::regclass, p.oid, 0, 'policy', r.name, pg_catalog.quote_ident(p.polname), NULL, NULL,
        pg_catalog.jsonb_build_object(
            'restrictive', nullif(NOT p.polpermissive, false),
            'command', CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' END,
            -- Absent for all.
            'roles', (
                SELECT pg_catalog.jsonb_agg(x.name ORDER BY x.name)
                FROM pg_catalog.unnest(p.polroles) AS o (role)
                CROSS JOIN LATERAL (
                    SELECT CASE WHEN o.role = r.relowner THEN 'CURRENT_USER' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(o.role)) END AS name
                ) AS x
                WHERE o.role <> 0
            ),
            'using', pg_catalog.pg_get_expr(p.polqual, p.polrelid),
            'check', pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid)
        )
    FROM relation AS r
    JOIN pg_catalog.pg_policy AS p ON p.polrelid = r.oid

    UNION ALL
    SELECT
        'pg_rewrite'::regclass, w.oid, 0, 'rule', r.name, pg_catalog.quote_ident(w.rulename), NULL, NULL,
        pg_catalog.jsonb_build_object(
            'definition', pg_catalog.rtrim(pg_catalog.pg_get_ruledef(w.oid), ';'),
            'enabled', CASE w.ev_enabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' WHEN 'A' THEN 'ENABLE ALWAYS' END
        )
    FROM relation AS r
    JOIN pg_catalog.pg_rewrite AS w ON w.ev_class = r.oid AND w.rulename <> '_RETURN'

    UNION ALL
    SELECT
        s.classid, s.objid, 0, i.type, NULL, pg_catalog.regexp_replace(i.identity, '^public\.', ''), NULL, NULL, '{}'
    FROM stranger AS s, pg_catalog.pg_identify_object(s.classid, s.objid, 0) AS i
),
named AS MATERIALIZED (
    SELECT
        o.*, coalesce((o.attributes ->> 'inherited')::boolean, false) AS inherited, o.kind || ' ' || CASE WHEN o.kind IN ('index', 'statistics') THEN '' ELSE coalesce(o.parent || '.', '') END || o.name AS id
    FROM object AS o
),
-- Where pg_depend points beside an object: at a view's rule, a default, the index of a constraint, a row, array or
-- multirange type, a field of a composite type, a constraint of a domain.
address AS MATERIALIZED (
    SELECT classid, objid, objsubid, id, inherited FROM named WHERE kind <> 'column' OR NOT inherited
    UNION ALL
    SELECT n.classid, n.objid, n.objsubid, coalesce(t.id, n.id), true
    FROM named AS n
    JOIN ancestry AS a ON a.child = n.objid
    LEFT JOIN named AS t ON t.kind = 'column' AND t.objid = a.top AND t.name = n.name
    WHERE n.kind = 'column' AND n.inherited
    UNION ALL
    SELECT 'pg_rewrite'::regclass, w.oid, 0, n.id, false
    FROM named AS n JOIN pg_catalog.pg_rewrite AS w ON w.ev_class = n.objid AND w.rulename = '_RETURN'
    WHERE n.kind IN ('view', 'materialized view')
    UNION ALL
    SELECT n.classid, n.objid, a.attnum, n.id, false
    FROM named AS n JOIN pg_catalog.pg_attribute AS a ON a.attrelid = n.objid
    WHERE n.kind IN ('view', 'materialized view') AND a.attnum > 0
    UNION ALL
    SELECT 'pg_attrdef'::regclass, d.oid, 0, n.id, n.inherited
    FROM named AS n JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = n.objid AND d.adnum = n.objsubid
    WHERE n.kind = 'column'
    UNION ALL
    SELECT 'pg_class'::regclass, k.conindid, 0, n.id, n.inherited
    FROM named AS n JOIN pg_catalog.pg_constraint AS k ON k.oid = n.objid AND k.contype IN ('p', 'u', 'x')
    WHERE n.kind = 'constraint'
    UNION ALL
    SELECT 'pg_type'::regclass, t.oid, 0, n.id, false
    FROM named AS n JOIN relation AS r ON r.oid = n.objid JOIN pg_catalog.pg_type AS t ON t.oid IN (r.reltype, (SELECT typarray FROM pg_catalog.pg_type WHERE oid = r.reltype))
    WHERE n.kind IN ('table', 'view', 'materialized view')
        AND n.classid = 'pg_class'::regclass
    UNION ALL
    SELECT 'pg_type'::regclass, t.typarray, 0, n.id, false
    FROM named AS n JOIN pg_catalog.pg_type AS t ON t.oid = n.objid
    WHERE n.kind IN ('type', 'domain') AND t.typarray <> 0
    UNION ALL
    SELECT 'pg_type'::regclass, m.oid, 0, n.id, false
    FROM named AS n
    JOIN pg_catalog.pg_range AS g ON g.rngtypid = n.objid
    CROSS JOIN LATERAL (VALUES (g.rngmultitypid), ((SELECT typarray FROM pg_catalog.pg_type WHERE oid = g.rngmultitypid))) AS m (oid)
    WHERE n.kind = 'type'
    UNION ALL
    SELECT 'pg_class'::regclass, t.typrelid, a.attnum, n.id, false
    FROM named AS n JOIN pg_catalog.pg_type AS t ON t.oid = n.objid JOIN pg_catalog.pg_attribute AS a ON a.attrelid = t.typrelid
    WHERE n.kind = 'type' AND t.typrelid <> 0
    UNION ALL
    SELECT 'pg_constraint'::regclass, k.oid, 0, n.id, false
    FROM named AS n JOIN pg_catalog.pg_constraint AS k ON k.contypid = n.objid
    WHERE n.kind = 'domain'
),
edge AS (
    SELECT a.id, pg_catalog.jsonb_agg(DISTINCT b.id) AS needs
    FROM pg_catalog.pg_depend AS d
    JOIN address AS a ON a.classid = d.classid AND a.objid = d.objid AND a.objsubid = d.objsubid
    JOIN address AS b ON b.classid = d.refclassid AND b.objid = d.refobjid AND b.objsubid = d.refobjsubid
    WHERE a.id <> b.id AND NOT a.inherited
        -- A sequence depends on the column that owns it only in that it goes with it.
        AND a.id NOT LIKE 'sequence %'
        -- Statistics go on with a column of another type.
        AND NOT (a.id LIKE 'statistics %' AND b.id LIKE 'column %')
    GROUP BY a.id
),
-- What an object has that sql/ never says, in words.
beside AS (
    SELECT classid, objid, objsubid, pg_catalog.jsonb_agg(DISTINCT what) AS words
    FROM (
        SELECT 'pg_class'::regclass::oid AS classid, r.oid AS objid, 0 AS objsubid, w.what
        FROM relation AS r
        LEFT JOIN pg_catalog.pg_am AS m ON m.oid = r.relam
        LEFT JOIN pg_catalog.pg_tablespace AS t ON t.oid = r.reltablespace
        LEFT JOIN pg_catalog.pg_class AS o ON o.oid = r.reltoastrelid
        CROSS JOIN LATERAL (
            VALUES
            (r.reloftype <> 0, 'OF ' || pg_catalog.format_type(nullif(r.reloftype, 0), NULL)),
            (r.relkind IN ('r', 'm') AND m.amname <> 'heap', 'USING ' || m.amname),
            (r.reltablespace <> 0, 'TABLESPACE ' || t.spcname),
            (r.relkind = 'm' AND o.reloptions IS NOT NULL, 'toast.' || pg_catalog.array_to_string(o.reloptions, ', toast.'))
        ) AS w (found, what)
        WHERE w.found

        UNION ALL
        SELECT 'pg_class'::regclass, w.ev_class, 0, 'a view that is not enabled'
        FROM relation AS r JOIN pg_catalog.pg_rewrite AS w ON w.ev_class = r.oid
        WHERE w.rulename = '_RETURN' AND w.ev_enabled <> 'O'

        -- A column of a materialized view is no object of its own.
        UNION ALL
        SELECT 'pg_class'::regclass, r.oid, 0, w.what || ' of column ' || pg_catalog.quote_ident(a.attname)
        FROM relation AS r
        JOIN pg_catalog.pg_attribute AS a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
        JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
        CROSS JOIN LATERAL (
            VALUES
            (a.attstorage <> t.typstorage, CASE a.attstorage
                WHEN 'p' THEN 'STORAGE PLAIN' WHEN 'e' THEN 'STORAGE EXTERNAL' WHEN 'm' THEN 'STORAGE MAIN' ELSE 'STORAGE EXTENDED'
            END),
            (a.attcompression <> '', CASE a.attcompression WHEN 'l' THEN 'COMPRESSION lz4' ELSE 'COMPRESSION pglz' END),
            (coalesce(a.attstattarget, -1) <> -1, 'STATISTICS ' || a.attstattarget),
            (pg_catalog.array_to_string(a.attoptions, ' ') ~ '\mn_distinct', (
                SELECT pg_catalog.string_agg(o, ', ') FROM pg_catalog.unnest(a.attoptions) AS o WHERE o LIKE 'n\_distinct%'
            ))
        ) AS w (found, what)
        WHERE w.found AND r.relkind = 'm'

        UNION ALL
        SELECT 'pg_constraint'::regclass, k.oid, 0, w.what
        FROM pg_catalog.pg_constraint AS k
        JOIN relation AS i ON i.oid = k.conindid
        JOIN pg_catalog.pg_index AS x ON x.indexrelid = i.oid
        LEFT JOIN pg_catalog.pg_tablespace AS t ON t.oid = i.reltablespace
        CROSS JOIN LATERAL (
            VALUES
            (i.relkind = 'i' AND NOT x.indisvalid, 'an index that is not valid'),
            (i.reltablespace <> 0, 'an index in TABLESPACE ' || t.spcname)
        ) AS w (found, what)
        WHERE k.contype IN ('p', 'u', 'x') AND w.found

        UNION ALL
        SELECT 'pg_class'::regclass, d.refobjid, d.refobjsubid, w.what
        FROM pg_catalog.pg_depend AS d
        JOIN relation AS s ON s.oid = d.objid AND s.relkind = 'S'
        JOIN pg_catalog.pg_sequence AS q ON q.seqrelid = s.oid
        JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
        CROSS JOIN LATERAL (
            VALUES
            (q.seqtypid <> a.atttypid, 'a sequence AS ' || pg_catalog.format_type(q.seqtypid, NULL)),
            (EXISTS (SELECT FROM pg_catalog.aclexplode(s.relacl) AS x WHERE x.grantee <> s.relowner), 'privileges on its sequence')
        ) AS w (found, what)
        WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'i' AND w.found
    ) AS found
    GROUP BY classid, objid, objsubid
)
SELECT pg_catalog.jsonb_strip_nulls(
    pg_catalog.jsonb_build_object(
        'kind', n.kind, 'parent', n.parent, 'name', n.name, 'comment', CASE WHEN n.kind <> 'schema' THEN c.description END, 'needs', e.needs, 'beside', b.words,
        'owner', CASE WHEN n.kind <> 'schema' AND n.owner <> (SELECT oid FROM owning)
            THEN pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(n.owner)) END,
        'grants', (
            SELECT pg_catalog.jsonb_agg(
                CASE WHEN x.grantee = 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(x.grantee)) END
                || ' ' || x.privilege_type || CASE WHEN x.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END
                || CASE WHEN x.grantor <> g.owner THEN ' GRANTED BY ' || pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(x.grantor)) ELSE '' END
                ORDER BY x.grantee, x.privilege_type, x.grantor
            )
            FROM pg_catalog.aclexplode(n.acl) AS x
            WHERE x.grantee <> g.owner AND CASE
                WHEN n.kind = 'schema' THEN x.grantee NOT IN (0, (SELECT oid FROM owning))
                    AND (x.is_grantable OR (SELECT oid FROM reading) IS NULL)
                WHEN n.classid IN ('pg_class'::regclass, 'pg_default_acl'::regclass) AND n.kind <> 'sequence'
                    THEN x.grantee IS DISTINCT FROM (SELECT oid FROM reading)
                ELSE true
            END
        ),
        -- What the owner, or everybody, may by itself, and somebody took away.
        'revoked', CASE WHEN n.acl IS NOT NULL AND g.type IS NOT NULL THEN (
            SELECT pg_catalog.jsonb_agg(
                CASE WHEN x.grantee = 0 THEN 'PUBLIC ' ELSE 'OWNER ' END || x.privilege_type ORDER BY x.grantee, x.privilege_type
            )
            FROM pg_catalog.aclexplode(pg_catalog.acldefault(g.type, g.owner)) AS x
            WHERE NOT EXISTS (
                SELECT FROM pg_catalog.aclexplode(n.acl) AS y WHERE y.grantee = x.grantee AND y.privilege_type = x.privilege_type
            )
        ) END
    ) || n.attributes
)
FROM named AS n
CROSS JOIN LATERAL (
    SELECT
        -- A column's grants are by the owner of its table.
        coalesce(n.owner, (SELECT relowner FROM relation WHERE n.kind = 'column' AND oid = n.objid)) AS owner,
        CASE
            WHEN n.kind IN ('function', 'procedure', 'aggregate') THEN 'f'::"char"
            WHEN n.kind IN ('type', 'domain') THEN 'T'
            WHEN n.kind = 'sequence' THEN 's'
            WHEN n.kind IN ('table', 'view', 'materialized view', 'foreign table') THEN 'r'
            WHEN n.kind = 'default privileges' THEN
                CASE n.name WHEN 'tables' THEN 'r' WHEN 'sequences' THEN 's' WHEN 'functions' THEN 'f' WHEN 'types' THEN 'T' END::"char"
        END AS type
) AS g
LEFT JOIN edge AS e ON e.id = n.id
LEFT JOIN beside AS b ON b.classid = n.classid AND b.objid = n.objid AND b.objsubid = n.objsubid
LEFT JOIN pg_catalog.pg_description AS c ON c.classoid = n.classid AND c.objoid = n.objid AND c.objsubid = n.objsubid
