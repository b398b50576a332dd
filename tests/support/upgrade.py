"""What tests look at in the baseline that is upgraded: how many objects it has, and digests of its values."""

from typing import Any

import psycopg

from bench.deployment import Deployment

RENAMED = {("orders", "status"): "order_status", ("orders", "delivery_method"): "delivery_type"}

# A deploy adds reference rows to this table of the baseline.
OURS = {"supported_languages": "code LIKE 'x%'"}

COUNTS = """
SELECT
    (SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'spatial_ref_sys') || ' ' ||
    (SELECT count(*) FROM pg_views WHERE schemaname = 'public' AND viewname !~ '^geo(metry|graphy)_columns$') || ' ' ||
    (SELECT count(*) FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'spatial_ref_sys') || ' ' ||
    (SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace) || ' ' ||
    (SELECT count(*) FROM pg_sequences WHERE schemaname = 'public') || ' ' ||
    (SELECT count(*) FROM pg_extension)
"""


def columns(place: Deployment) -> list[tuple[str, str]]:
    """The columns of all tables: those of the baseline, as long as nothing was added."""
    found = place.psql(
        "SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0"
        " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> 'spatial_ref_sys'"
    )
    return [(table, column) for table, column in (line.split("|") for line in found.splitlines())]


def digests(place: Deployment, wanted: list[tuple[str, str]], names: dict[tuple[str, str], str]) -> dict[str, Any]:
    """Of each column: rows, and a digest of its values that does not depend on their order, each with its row's key."""
    found = {}
    with psycopg.connect(place.dsn(), autocommit=True) as connection:
        connection.execute("SET timezone = 'UTC'")
        keys: dict[str, str] = dict(
            connection.execute(
                """
                SELECT c.relname, (SELECT string_agg(quote_ident(a.attname), ', ') FROM pg_attribute a
                    WHERE a.attrelid = c.oid AND a.attnum = ANY (k.conkey))
                FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
                WHERE k.contype = 'p' AND k.connamespace = 'public'::regnamespace
                """
            ).fetchall()
        )
        for table, column in wanted:
            name = names.get((table, column), column)
            found[f"{table}.{column}"] = connection.execute(
                f'SELECT count(*), sum(hashtextextended(md5(ROW({keys[table]}, "{name}"::text)::text), 0)::numeric)'
                f" FROM {table}{' WHERE ' + OURS[table] if table in OURS else ''}".encode()
            ).fetchone()
    return found
