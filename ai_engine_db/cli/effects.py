"""Whether a statement changed anything: one that did not is swallowed, and ``sql/`` says more than the lock. Touches a
throwaway server only.

A second session sees the catalogs as they were before, as long as the statement is not committed.
"""

from collections.abc import Iterable
from typing import Any

import psycopg
from pglast import ast

# What makes something needs no look: it would fail where that is there.
CHANGES = (ast.AlterTableStmt, ast.AlterSeqStmt, ast.AlterStatsStmt, ast.GrantStmt)

_OBJECT = """
SELECT pg_catalog.md5(pg_catalog.string_agg(row::text, ' ' ORDER BY row::text)) FROM (
    SELECT pg_catalog.to_jsonb(c) - ARRAY['relfilenode', 'reltuples', 'relpages', 'relallvisible', 'relfrozenxid',
        'relminmxid', 'reltoastrelid'] AS row FROM pg_catalog.pg_class AS c WHERE oid = {oid}
    -- Some builds keep marks of their own among the options.
    UNION ALL SELECT pg_catalog.to_jsonb(a) - 'attoptions' || pg_catalog.jsonb_build_object('options', (
        SELECT pg_catalog.array_agg(x) FROM pg_catalog.unnest(attoptions) AS x WHERE x NOT LIKE 'pg\\_attver=%'
    )) FROM pg_catalog.pg_attribute AS a WHERE attrelid = {oid}
    UNION ALL SELECT pg_catalog.to_jsonb(d) FROM pg_catalog.pg_attrdef AS d WHERE adrelid = {oid}
    UNION ALL SELECT pg_catalog.to_jsonb(k) FROM pg_catalog.pg_constraint AS k WHERE {oid} IN (conrelid, confrelid)
    UNION ALL SELECT pg_catalog.to_jsonb(i) FROM pg_catalog.pg_index AS i WHERE {oid} IN (indrelid, indexrelid)
    UNION ALL SELECT pg_catalog.to_jsonb(g) FROM pg_catalog.pg_trigger AS g WHERE tgrelid = {oid}
    UNION ALL SELECT pg_catalog.to_jsonb(w) FROM pg_catalog.pg_rewrite AS w WHERE ev_class = {oid}
    UNION ALL SELECT pg_catalog.to_jsonb(s) FROM pg_catalog.pg_sequence AS s WHERE seqrelid = {oid}
    UNION ALL SELECT pg_catalog.to_jsonb(q) FROM pg_catalog.pg_sequence AS q
    JOIN pg_catalog.pg_depend AS p ON p.objid = seqrelid AND p.deptype = 'i' AND p.refobjid = {oid}
    UNION ALL SELECT pg_catalog.to_jsonb(x) FROM pg_catalog.pg_statistic_ext AS x WHERE oid = {oid}
    UNION ALL SELECT pg_catalog.to_jsonb(p) FROM pg_catalog.pg_depend AS p WHERE objid = {oid} AND deptype IN ('a', 'i')
    UNION ALL SELECT pg_catalog.to_jsonb(h) FROM pg_catalog.pg_inherits AS h WHERE inhrelid = {oid}
) AS found
"""

_PRIVILEGES = """
SELECT pg_catalog.md5(pg_catalog.string_agg(row, ',' ORDER BY row)) FROM (
    SELECT pg_catalog.concat_ws(' ', kind, oid, part, pg_catalog.unnest(acl)) AS row FROM (
        SELECT 1 AS kind, oid, 0 AS part, coalesce(
            relacl, pg_catalog.acldefault(CASE relkind WHEN 'S' THEN 's'::"char" ELSE 'r' END, relowner)
        ) AS acl FROM pg_catalog.pg_class
        UNION ALL SELECT 2, attrelid, attnum, attacl FROM pg_catalog.pg_attribute
        UNION ALL SELECT 3, oid, 0, coalesce(proacl, pg_catalog.acldefault('f', proowner)) FROM pg_catalog.pg_proc
        UNION ALL SELECT 4, oid, 0, coalesce(typacl, pg_catalog.acldefault('T', typowner)) FROM pg_catalog.pg_type
        UNION ALL SELECT 5, oid, 0, coalesce(nspacl, pg_catalog.acldefault('n', nspowner)) FROM pg_catalog.pg_namespace
        UNION ALL SELECT 6, oid, 0, defaclacl FROM pg_catalog.pg_default_acl
    ) AS object
) AS found
"""


def outside(connection: psycopg.Connection[Any]) -> psycopg.Connection[Any]:
    """A second session in the same database."""
    parameters = {**connection.info.get_parameters(), "password": connection.info.password}
    return psycopg.connect(psycopg.conninfo.make_conninfo("", **parameters), autocommit=True)


def are_seen(node: ast.Node, changed: Iterable[int], within: psycopg.Connection[Any], before: Any) -> bool:
    """Whether a statement changed anything.

    Args:
        node: its syntax tree.
        changed: numbers of the objects that the server says it changed.
        within: the session that ran it, and has not committed yet.
        before: a session that sees what was.
    """
    queries = [_PRIVILEGES] if isinstance(node, ast.GrantStmt) else [_OBJECT.format(oid=oid) for oid in changed]
    return any(
        within.execute(query.encode()).fetchone() != before.execute(query.encode()).fetchone() for query in queries
    )
