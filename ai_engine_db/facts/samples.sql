-- The digests of the example data that was loaded.
SELECT pg_catalog.to_regclass('deploy.schema_migrations') IS NOT NULL AS recorded \gset
\if :recorded
SELECT pg_catalog.jsonb_build_object('samples', pg_catalog.jsonb_agg(DISTINCT description))
FROM deploy.schema_migrations WHERE version LIKE '%-sample';
\endif
