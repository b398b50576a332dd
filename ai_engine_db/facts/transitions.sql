-- The transitions on record: the digest of each that was applied, and null for those that did not have to be. And of which
-- revision the last good deploy was.
SELECT pg_catalog.to_regclass('deploy.transitions') IS NOT NULL AS recorded \gset
\if :recorded
SELECT pg_catalog.jsonb_build_object('transitions', coalesce(
    pg_catalog.jsonb_object_agg(name, CASE WHEN applied_at IS NOT NULL THEN digest END), '{}'
)) FROM deploy.transitions;
\endif
SELECT pg_catalog.to_regclass('deploy.deploys') IS NOT NULL AS recorded \gset
\if :recorded
SELECT pg_catalog.jsonb_build_object('revision', pg_catalog.to_jsonb(d) ->> 'revision', 'lock_digest', pg_catalog.to_jsonb(d) ->> 'lock_digest')
FROM deploy.deploys AS d WHERE outcome = 'ok' ORDER BY started_at DESC LIMIT 1;
\endif
