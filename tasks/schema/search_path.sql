-- Types and operator classes of extensions then print without their schema, wherever the extension lives.
SELECT set_config('search_path', concat_ws(', ', 'public', string_agg(DISTINCT quote_ident(nspname), ', ')), false) AS search_path
FROM pg_extension AS e
JOIN pg_namespace AS n ON n.oid = e.extnamespace
WHERE n.nspname NOT IN ('public', 'pg_catalog')
