-- Each object of schema public that stands alone, as an event trigger and as a snapshot name it.
SELECT oid, 'table ' || quote_ident(relname) FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
UNION ALL
SELECT oid, 'view ' || quote_ident(relname) FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'v'
UNION ALL
SELECT oid, 'sequence ' || quote_ident(relname) FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'S'
UNION ALL
SELECT
    oid,
    CASE prokind WHEN 'p' THEN 'procedure ' ELSE 'function ' END
    || quote_ident(proname) || '(' || oidvectortypes(proargtypes) || ')'
FROM pg_proc WHERE pronamespace = 'public'::regnamespace
UNION ALL
SELECT oid, CASE typtype WHEN 'd' THEN 'domain ' ELSE 'type ' END || quote_ident(typname)
FROM pg_type WHERE typnamespace = 'public'::regnamespace
