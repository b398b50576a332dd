-- What is on record of rows: the example data that was loaded, and the transitions that ran, by their digests.
SELECT pg_catalog.to_regclass('deploy.schema_migrations') IS NOT NULL AS recorded \gset
\if :recorded
SELECT pg_catalog.jsonb_build_object('samples', pg_catalog.jsonb_agg(DISTINCT description))
FROM deploy.schema_migrations WHERE version LIKE '%-sample';
\endif
SELECT pg_catalog.to_regclass('deploy.transitions') IS NOT NULL AS recorded \gset
\if :recorded
SELECT pg_catalog.jsonb_build_object('transitions', pg_catalog.jsonb_object_agg(name, digest)) FROM deploy.transitions;
\endif
