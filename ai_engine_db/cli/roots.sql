-- Each object of schema public that stands alone, as an event trigger and as a snapshot name it.
SELECT oid, 'table ' || quote_ident(relname) FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
UNION ALL
SELECT oid, 'view ' || quote_ident(relname) FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'v'
UNION ALL
SELECT oid, 'materialized view ' || quote_ident(relname) FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'm'
UNION ALL
SELECT oid, 'collation ' || quote_ident(collname) FROM pg_collation
WHERE collnamespace = 'public'::regnamespace
UNION ALL
SELECT
    oid,
    'aggregate ' || quote_ident(proname) || '(' || CASE
        WHEN pronargs = 0 THEN '*'
        WHEN aggkind = 'n' AND provariadic = 0 THEN oidvectortypes(proargtypes)
        ELSE pg_get_function_identity_arguments(oid)
    END || ')'
FROM pg_proc JOIN pg_aggregate ON aggfnoid = oid WHERE pronamespace = 'public'::regnamespace
UNION ALL
SELECT oid, 'sequence ' || quote_ident(relname) FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'S'
UNION ALL
SELECT
    oid,
    CASE prokind WHEN 'p' THEN 'procedure ' ELSE 'function ' END
    || quote_ident(proname) || '(' || oidvectortypes(proargtypes) || ')'
FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prokind <> 'a'
UNION ALL
SELECT oid, CASE typtype WHEN 'd' THEN 'domain ' ELSE 'type ' END || quote_ident(typname)
FROM pg_type WHERE typnamespace = 'public'::regnamespace
