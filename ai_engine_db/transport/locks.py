"""Who has locks, and who waits for them, by the server's own account. Pure: SQL out."""

from ai_engine_db.transport import psql

# Advisory locks by which others see, in the catalogs, how far a backfill is: its batch, and the number of batches.
BATCH_KEY, TOTAL_KEY = 0x61694443, 0x61694444


def named(row: str) -> str:
    """The SQL for how messages name a session.

    Args:
        row: of ``pg_stat_activity``, by its alias.
    """
    names = f"{row}.application_name, {row}.usename, {row}.pid"
    return f"pg_catalog.format('%s (role %s, server process %s)', {names})"


_HELD = """SELECT {name} || ' holds locks on ' || pg_catalog.string_agg(DISTINCT a.relation, ', ')
FROM (
    SELECT
        a.application_name, a.usename, a.pid, a.xact_start,
        CASE n.nspname WHEN 'public' THEN '' ELSE pg_catalog.quote_ident(n.nspname) || '.' END
        || pg_catalog.quote_ident(c.relname) AS relation
    FROM pg_catalog.pg_locks AS l
    JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid
    JOIN pg_catalog.pg_class AS c ON c.oid = l.relation AND c.relkind IN ('r', 'p', 'm', 'S') AND c.oid >= 16384
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE l.granted
        AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
        -- The begin of others' transactions is not for every role to see.
        AND coalesce(a.xact_start < pg_catalog.clock_timestamp() - interval '300 ms', true)
        AND {which}
) AS a
GROUP BY a.application_name, a.usename, a.pid, a.xact_start
ORDER BY a.xact_start
LIMIT 3"""

_AWAITED = f"""SELECT 'waits for ' || pg_catalog.string_agg(DISTINCT {named("b")}, ' and ')
FROM pg_catalog.pg_stat_activity AS a
JOIN pg_catalog.pg_stat_activity AS b ON b.pid = ANY (pg_catalog.pg_blocking_pids(a.pid))
WHERE a.wait_event_type = 'Lock' AND a.application_name = 'psql'
HAVING pg_catalog.count(*) > 0;"""


def holders(which: str) -> str:
    """The query for who has held locks on tables of this database for a while, a row each.

    Args:
        which: the condition for the sessions, ``a``, and their locks, ``l``.
    """
    return _HELD.format(name=named("a"), which=which)


def held(database: str, which: str) -> str:
    """The script that prints who has held locks on tables of a database for a while.

    Args:
        database: its name.
        which: the condition for the sessions, ``a``, and their locks, ``l``.
    """
    return f"{psql.connect(database)}\n{holders(which)};"


def keeping_from_reading(database: str) -> str:
    """The script that prints who lets nobody read tables of a database."""
    return held(database, "l.mode = 'AccessExclusiveLock'")


def awaited() -> str:
    """The script that prints for whom sessions wait that read."""
    return _AWAITED
