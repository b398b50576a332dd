-- How many bytes the tables and materialized views of public take that have any; a partitioned table, all of its partitions.
-- By the files themselves, which are exact: statistics are not.
SELECT coalesce(pg_catalog.jsonb_object_agg(pg_catalog.quote_ident(s.relname), s.size), '{}') AS sizes
FROM (
    SELECT relname, pg_catalog.pg_table_size(oid) AS size
    FROM pg_catalog.pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'm') AND pg_catalog.pg_relation_size(oid) > 0
    UNION ALL
    SELECT p.relname, pg_catalog.sum(pg_catalog.pg_table_size(t.relid))
    FROM pg_catalog.pg_class AS p, pg_catalog.pg_partition_tree(p.oid) AS t
    WHERE p.relnamespace = 'public'::regnamespace AND p.relkind = 'p' AND t.isleaf AND pg_catalog.pg_relation_size(t.relid) > 0
    GROUP BY p.oid, p.relname
) AS s
