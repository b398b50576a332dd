"""Partitions in the file of their table, and those that others make."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from ai_engine_db.cli import scratch_server
from ai_engine_db.cli.build_lock import build, create_database, take_snapshot
from ai_engine_db.schema.model import Object
from ai_engine_db.schema.plan import Plan, plan
from tests.support.cases import apply
from tests.support.schemas import sizes_of

EVENTS = """-- Events, a partition a month.
-- partitions: unmanaged
CREATE TABLE events (id integer NOT NULL, at date NOT NULL, what text) PARTITION BY RANGE (at);
CREATE TABLE events_rest PARTITION OF events DEFAULT;
"""
INDEXED = f"{EVENTS}CREATE INDEX events_what ON events (what);\n"
PARTMAN = """
CREATE TABLE events_p2024 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE events_p2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01') PARTITION BY HASH (id);
CREATE TABLE events_p2025_0 PARTITION OF events_p2025 FOR VALUES WITH (MODULUS 1, REMAINDER 0);
CREATE INDEX mine ON events_p2024 (id);
INSERT INTO events SELECT n, '2024-06-01'::date + n, 'x' || n FROM generate_series(1, 400) AS n;
"""


@pytest.fixture(scope="module")
def server(image: str) -> Iterator[scratch_server.Server]:
    with scratch_server.server(image) as running:
        yield running


@pytest.fixture
def database(server: scratch_server.Server) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    with create_database(server, "partitioned", []) as connection:
        yield connection


def wanted(server: scratch_server.Server, root: Path, text: str) -> dict[str, Object]:
    path = root / "sql" / "core" / "events.sql"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return dict(build(server, root).objects)


def planned(connection: psycopg.Connection[tuple[object, ...]], desired: dict[str, Object]) -> Plan:
    return plan(desired, take_snapshot(connection), sizes=sizes_of(connection))


def test_partitions_of_others_are_no_drift_and_get_the_indexes_of_their_table(
    server: scratch_server.Server, database: psycopg.Connection[tuple[object, ...]], tmp_path: Path
) -> None:
    apply(database, planned(database, desired := wanted(server, tmp_path, EVENTS)), desired)
    database.execute(PARTMAN.encode())
    assert planned(database, desired).changes == ()
    indexed = wanted(server, tmp_path, INDEXED)
    made = planned(database, indexed)
    assert [str(each) for each in made.changes] == ["+ index events_what"]
    assert sum("CONCURRENTLY" in each.sql for each in made.statements) == 3
    apply(database, made, indexed)
    assert planned(database, indexed).changes == ()
    names = database.execute("SELECT relname FROM pg_class WHERE relname LIKE '%what%' AND relispartition ORDER BY 1")
    assert [name for (name,) in names] == [
        "events_p2024_what_idx",
        "events_p2025_0_what_idx",
        "events_p2025_what_idx",
        "events_rest_what_idx",
    ]


def test_an_index_that_was_interrupted_is_finished(
    server: scratch_server.Server, database: psycopg.Connection[tuple[object, ...]], tmp_path: Path
) -> None:
    apply(database, planned(database, desired := wanted(server, tmp_path, EVENTS)), desired)
    database.execute(PARTMAN.encode())
    indexed = wanted(server, tmp_path, INDEXED)
    for count in range(1, len(planned(database, indexed).statements)):
        for statement in planned(database, indexed).statements[:1]:
            database.execute(statement.sql.encode())
        if not (left := planned(database, indexed)).statements:
            break
        assert count < 20, left
    assert planned(database, indexed).changes == ()
    assert database.execute("SELECT count(*) FROM pg_index WHERE NOT indisvalid").fetchone() == (0,)
