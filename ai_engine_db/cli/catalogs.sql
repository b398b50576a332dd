-- Every row that the catalogs got since a transaction, printed so that two databases can be compared: numbers of
-- objects are replaced by what they name, as far as the server itself says which columns hold such
-- (pg_get_catalog_foreign_keys). So this holds for catalogs and columns of later versions too.
-- It gives a statement, which takes the transaction as its parameter; that prints catalog, object and row.
WITH
-- Shared catalogs say nothing of one schema. What a table's contents decide, and which object needs which, is left out.
catalog AS (
    SELECT c.oid, c.relname AS name
    FROM pg_catalog.pg_class AS c
    WHERE c.relnamespace = 'pg_catalog'::regnamespace AND c.relkind = 'r' AND NOT c.relisshared
        AND c.relname NOT IN (
            'pg_statistic', 'pg_statistic_ext_data', 'pg_largeobject', 'pg_largeobject_metadata', 'pg_depend',
            'pg_subscription_rel'
        )
),
reference AS (
    SELECT f.fktable::oid AS catalog, f.fkcols[1] AS name, f.pktable AS class, f.is_array
    FROM pg_catalog.pg_get_catalog_foreign_keys() AS f
    WHERE pg_catalog.cardinality(f.fkcols) = 1 AND f.pkcols = ARRAY['oid']
),
field AS (
    SELECT
        c.name AS catalog, a.attname AS name, a.attnum,
        CASE
            -- Some builds keep marks of their own among the options.
            WHEN a.attname = 'attoptions' THEN '(SELECT pg_catalog.array_agg(x) FROM pg_catalog.unnest(attoptions) AS x WHERE x NOT LIKE ''pg\_attver=%'')'
            WHEN a.atttypid = 'pg_node_tree'::regtype THEN pg_catalog.format('%1$I IS NOT NULL', a.attname)
            WHEN a.atttypid = 'aclitem[]'::regtype AND o.type IS NOT NULL THEN pg_catalog.format(
                '(SELECT pg_catalog.array_agg(x::text ORDER BY x::text)'
                ' FROM pg_catalog.unnest(coalesce(%I, pg_catalog.acldefault(%s, %I))) AS x)', a.attname, o.type, o.owner
            )
            WHEN a.atttypid = 'aclitem[]'::regtype THEN pg_catalog.format(
                '(SELECT pg_catalog.array_agg(x::text ORDER BY x::text) FROM pg_catalog.unnest(%I) AS x)', a.attname
            )
            WHEN r.class = 'pg_authid'::regclass AND NOT r.is_array THEN pg_catalog.format('pg_catalog.pg_get_userbyid(%I)', a.attname)
            WHEN r.is_array THEN pg_catalog.format(
                '(SELECT pg_catalog.array_agg(CASE WHEN x.oid <> 0 THEN %3$s END ORDER BY n)'
                ' FROM pg_catalog.unnest(%1$I%2$s) WITH ORDINALITY AS x (oid, n))',
                a.attname, CASE WHEN a.atttypid = 'oidvector'::regtype THEN '::oid[]' ELSE '' END,
                CASE
                    WHEN r.class = 'pg_authid'::regclass THEN 'pg_catalog.pg_get_userbyid(x.oid)'
                    ELSE pg_catalog.format('(pg_catalog.pg_identify_object(%s, x.oid, 0)).identity', r.class::oid)
                END
            )
            WHEN r.class IS NOT NULL THEN pg_catalog.format(
                'CASE WHEN %1$I <> 0 THEN (pg_catalog.pg_identify_object(%2$s, %1$I, 0)).identity END', a.attname, r.class::oid
            )
            ELSE pg_catalog.format('%I', a.attname)
        END AS value
    FROM catalog AS c
    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0
    LEFT JOIN reference AS r ON r.catalog = c.oid AND r.name = a.attname
    LEFT JOIN (
        VALUES
        ('pg_class', 'CASE relkind WHEN ''S'' THEN ''s''::"char" ELSE ''r'' END', 'relowner'),
        ('pg_proc', '''f''', 'proowner'),
        ('pg_type', '''T''', 'typowner'),
        ('pg_namespace', '''n''', 'nspowner')
    ) AS o (catalog, type, owner) ON o.catalog = c.name
    WHERE a.attname NOT IN (
        'oid', 'objoid', 'classoid', 'objsubid',
        -- What is stored where, and how much of it.
        'relfilenode', 'reltuples', 'relpages', 'relallvisible', 'relallfrozen', 'relfrozenxid', 'relminmxid',
        'reltoastrelid', 'relhasindex', 'relhastriggers', 'relhassubclass', 'atthasmissing', 'attmissingval',
        'attcacheoff', 'indcheckxmin', 'typlen', 'typbyval', 'typalign',
        'collencoding',
        -- Columns by number, which one that is gone shifts; definitions have their names.
        'attnum', 'relnatts', 'conkey', 'confkey', 'confdelsetcols', 'indkey', 'adnum', 'tgattr', 'stxkeys', 'partattrs',
        'prattrs',
        -- An expression as text, which is printed otherwise once its own printing was run: a dump tells of it.
        'typdefault'
    )
),
selected AS (
    SELECT pg_catalog.format(
        'SELECT %1$L, %2$s, pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object(%3$s)) FROM pg_catalog.%4$I AS r'
        ' WHERE r.xmin::text::bigint >= $1%5$s',
        c.name,
        CASE
            WHEN EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid = c.oid AND attname = 'classoid')
                THEN '(pg_catalog.pg_identify_object(classoid, objoid, objsubid)).identity'
            WHEN c.name = 'pg_attribute' THEN '(pg_catalog.pg_identify_object(1259, attrelid, attnum)).identity'
            WHEN c.name = 'pg_enum' THEN '(pg_catalog.pg_identify_object(1247, enumtypid, 0)).identity'
            -- What has no number of its own is a part of what its first column says.
            WHEN NOT EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid = c.oid AND attname = 'oid') THEN
                (SELECT f.value || '::text' FROM field AS f WHERE f.catalog = c.name AND f.attnum = (
                    SELECT pg_catalog.min(g.attnum) FROM field AS g WHERE g.catalog = c.name
                ))
            ELSE pg_catalog.format('(pg_catalog.pg_identify_object(%s, r.oid, 0)).identity', c.oid)
        END,
        (SELECT pg_catalog.string_agg(pg_catalog.format('%L, %s', f.name, f.value), ', ' ORDER BY f.attnum) FROM field AS f WHERE f.catalog = c.name),
        c.name,
        CASE c.name
            -- Tables of PostgreSQL's own, whose names hold numbers.
            WHEN 'pg_class' THEN ' AND relnamespace <> 99'
            WHEN 'pg_attribute' THEN ' AND NOT attisdropped AND attnum > 0 AND attrelid IN (SELECT oid FROM pg_catalog.pg_class WHERE relnamespace <> 99)'
            WHEN 'pg_index' THEN ' AND indrelid IN (SELECT oid FROM pg_catalog.pg_class WHERE relnamespace <> 99)'
            WHEN 'pg_trigger' THEN ' AND NOT tgisinternal'
            ELSE ''
        END
    ) AS query
    FROM catalog AS c
)
SELECT pg_catalog.string_agg(query, ' UNION ALL ' ORDER BY query) FROM selected
