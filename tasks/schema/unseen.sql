-- What schema public has and a snapshot does not hold, with the relation it is about.
-- Files that make such a thing are refused: a deploy would leave it out without a word.
WITH relation AS (
    SELECT * FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')
        AND NOT EXISTS (
            SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e'
        )
)
SELECT oid, 'row level security' FROM relation WHERE relrowsecurity OR relforcerowsecurity
UNION ALL
SELECT oid, 'REPLICA IDENTITY' FROM relation WHERE relkind IN ('r', 'p') AND relreplident <> 'd'
UNION ALL
SELECT oid, 'TABLESPACE' FROM relation WHERE reltablespace <> 0
UNION ALL
SELECT c.oid, 'INHERITS or PARTITION OF' FROM relation AS c JOIN pg_inherits AS i ON i.inhrelid = c.oid
UNION ALL
SELECT c.oid, 'CLUSTER ON ' || i.indexrelid::regclass FROM relation AS c JOIN pg_index AS i ON i.indrelid = c.oid
WHERE i.indisclustered
UNION ALL
SELECT c.oid, 'STORAGE, COMPRESSION or STATISTICS of column ' || a.attname
FROM relation AS c JOIN pg_attribute AS a ON a.attrelid = c.oid JOIN pg_type AS t ON t.oid = a.atttypid
WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind <> 'v'
    AND (a.attstorage <> t.typstorage OR a.attcompression <> '' OR coalesce(a.attstattarget, -1) <> -1)
UNION ALL
SELECT c.oid, 'a default of view column ' || a.attname
FROM relation AS c JOIN pg_attrdef AS d ON d.adrelid = c.oid JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = d.adnum
WHERE c.relkind = 'v'
UNION ALL
SELECT c.oid, 'a comment on view column ' || a.attname
FROM relation AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
JOIN pg_description AS d ON d.classoid = 'pg_class'::regclass AND d.objoid = c.oid AND d.objsubid = a.attnum
WHERE c.relkind IN ('v', 'm') AND a.attnum > 0
