-- Whether a database has the record of deploys as it is today.
SELECT EXISTS (
    SELECT FROM pg_catalog.pg_constraint AS x JOIN pg_catalog.pg_class AS c ON c.oid = x.conrelid
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname = 'deploy' AND c.relname = 'deploys' AND x.conname = 'deploys_outcomes'
) AND EXISTS (
    SELECT FROM pg_catalog.pg_attribute AS a
    JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname = 'deploy' AND c.relname = 'deploys' AND a.attname = 'lock_digest'
) AND EXISTS (
    SELECT FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname = 'deploy' AND c.relname = 'transitions'
) AS on_record
