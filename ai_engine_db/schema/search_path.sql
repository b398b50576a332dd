-- Types and operator classes of extensions then print without their schema, wherever the extension lives.
SELECT pg_catalog.set_config('search_path', pg_catalog.concat_ws(', ', 'public', pg_catalog.string_agg(DISTINCT pg_catalog.quote_ident(nspname), ', ')), false) AS search_path
FROM pg_catalog.pg_extension AS e
JOIN pg_catalog.pg_namespace AS n ON n.oid = e.extnamespace
WHERE n.nspname NOT IN ('public', 'pg_catalog')
