"""Whatever a database holds, applying the plan makes of it what was wanted, and the next plan is empty.

Two random schemas and random rows a case, on one real server. What the planner believes is checked by pg_dump.
"""

import os
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st
from psycopg import sql

from ai_engine_db.cli import scratch_server
from ai_engine_db.cli.build_lock import settled
from ai_engine_db.schema.model import Object, Snapshot
from ai_engine_db.schema.plan import plan
from ai_engine_db.schema.planner.overloads import superseded
from tests.support.schemas import OWNER, Database, in_domains
from tests.support.strategies import NUMBERS, Schema, fill, schemas

# Why a plan may leave something as it is: nothing else is a reason.
REASONS = re.compile(
    r"is not in sql/$|would lose the values of|: write a transition \(a data migration in sql/transitions\)$"
    r"|labels are in another order|^needs "
    r"|, but .* (depends on it|links it to another table|was written for the old type|uses .*)$"
    r"|, but .* could not be recreated in the same transaction$"
    r"|also uses column .*, which keeps type|is already the primary key$|is not null because of .*, which is not"
    r" in sql/$"
    r"|wanted not null: fix them|rows? (violating|without a value|with (duplicate|a null or)|referring to no)"
    r"|name conflict: .* has this name$"
)
# What this plan cannot do the next one may: it has to wait for something else to change or to go.
WAITS = re.compile(r", but |^needs ")


@dataclass
class Place:
    """The databases of a case: ``source`` is made by hand, ``made`` by a plan, ``restored`` from a dump."""

    source: Database
    made: Database
    restored: Database
    target: Database


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    with scratch_server.server() as server:
        with server.connect() as admin:
            admin.execute(f"CREATE ROLE {OWNER}; CREATE ROLE stranger")
            for name in ("source", "made", "restored", "target"):
                admin.execute(sql.SQL("CREATE DATABASE {} OWNER keeper").format(sql.Identifier(name)))
        databases = [Database(server, name, server.connect(name)) for name in ("source", "made", "restored", "target")]
        for each in databases:
            each.connection.execute(f"SET ROLE {OWNER}")
        yield Place(*databases)
        for each in databases:
            each.connection.close()


# The same cases every time, unless SCHEMA_CASES asks for so many new ones.
CASES = os.environ.get("SCHEMA_CASES", "")
PROFILE = settings(
    max_examples=int(CASES or 30),
    deadline=None,
    derandomize=not CASES,
    database=None,
    phases=[Phase.generate],  # a smaller case is found by hand sooner than by hundreds of databases
    report_multiple_bugs=False,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
)


def wanted(place: Place, schema: Schema) -> dict[str, Object]:
    """The schema as a lock has it; database ``made`` then holds it, made by a plan from nothing."""
    place.source.reset()
    place.source.run(schema.statements)
    place.made.reset()
    return settled(place.made.connection, in_domains(place.source.snapshot()))


@PROFILE
@given(schema=schemas())
def test_a_schema_made_from_nothing_is_the_one_that_was_written(place: Place, schema: Schema) -> None:
    note(";\n".join(schema.statements))
    desired = wanted(place, schema)
    restore(place, place.source)
    assert plan(desired, place.restored.snapshot(), owner=OWNER).changes == ()
    assert place.restored.dump() == place.made.dump()


def restore(place: Place, database: Database) -> None:
    """Loads the dump of a database into ``restored``."""
    place.restored.reset()
    place.restored.as_superuser(database.dump().replace("CREATE SCHEMA public;", ""))
    place.restored.connection.execute(f"RESET ALL; SET ROLE {OWNER}")


def parts(database: Database) -> set[str]:
    """The lines of a dump, wherever they stand: a column that came later stands last in its table."""
    found: set[str] = set()
    for line in (each.strip().rstrip(",;") for each in database.dump().splitlines()):
        if granted := re.fullmatch(r"GRANT (\S+) (ON .*)", line):
            found.update(f"GRANT {privilege} {granted[2]}" for privilege in granted[1].split(","))
        elif not line.startswith("SEQUENCE NAME "):
            found.add(line)
    return found


def as_was(name: str, old: str, new: str) -> str:
    """An expression that prints a value, which may have another type now, as it printed before."""
    if old in NUMBERS:
        return f"trim_scale(({name})::text::numeric)::text"
    return f"(({name})::text::{old})::text" if new != old else f"({name})::text"


def rows(database: Database, before: Snapshot, now: Snapshot) -> dict[str, Counter[tuple[object, ...]]]:
    """The rows of the tables that were there, by their plain columns, printed as they were."""
    found = {}
    for table in (item for item in before.values() if item.kind == "table"):
        columns = [
            as_was(item.name, item["type"], now[key]["type"])
            for key, item in before.items()
            if item.kind == "column" and item.parent == table.name and not item["generated"]
        ]
        query = f"SELECT {', '.join(columns)} FROM {table.name}"
        found[table.name] = Counter(database.connection.execute(query.encode()).fetchall())
    return found


def insert(database: Database, statements: list[str]) -> None:
    """Inserts rows, and passes over those that break a constraint."""
    for statement in statements:
        with suppress(psycopg.IntegrityError, psycopg.DataError):
            database.connection.execute(statement.encode())


@PROFILE
@given(data=st.data())
def test_any_schema_becomes_any_other_and_keeps_its_rows(place: Place, data: st.DataObject) -> None:
    old, new = data.draw(schemas(), "old"), data.draw(schemas(), "new")
    inserts = data.draw(fill(old, data.draw(st.integers(0, 3), "rows")), "inserts")
    desired = wanted(place, new)
    target = place.target
    target.reset()
    target.run(old.statements)
    insert(target, inserts)
    before = target.snapshot()
    values = rows(target, before, before)

    made = target.plan(desired)
    if (until := data.draw(st.none() | st.integers(1, 9), "interrupted after")) is not None:
        note(f"--- interrupted ---\n{'; '.join(f'[{each.step}] {each.sql}' for each in made.statements)}")
        target.apply(made, desired, until)
        assert rows(target, before, target.snapshot()) == values
        made = target.plan(desired)
    waits = True
    while waits:
        note("--- plan ---\n" + "\n".join(map(str, made.changes)))
        note(";\n".join(f"{'!' if each.as_superuser else ''}[{each.step}] {each.sql}" for each in made.statements))
        target.apply(made, desired)
        after = target.snapshot()
        # What a call could not be told from goes, and nothing else.
        assert before.keys() - after.keys() <= superseded(desired, before).keys()
        assert rows(target, before, after) == values
        waits = any(WAITS.search(change.detail) for change in made.changes) and made.statements != ()
        made = target.plan(desired)
    note("--- left ---\n" + "\n".join(map(str, (*made.changes, *(each.sql for each in made.statements)))))
    assert made.statements == ()
    assert [str(change) for change in made.changes if change.sign != "!"] == []
    assert [str(change) for change in made.changes if not REASONS.search(change.detail)] == []
    if not any(change.falls_short for change in made.changes):
        restore(place, target)
        assert parts(place.made) - parts(place.restored) == set()
