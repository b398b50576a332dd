"""Databases for small schemas: emptied, filled, compared and planned for, case by case."""

from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import Any

import psycopg

from ai_engine_db.cli import scratch_server
from ai_engine_db.cli.build_lock import take_snapshot
from ai_engine_db.facts.server import SIZES
from ai_engine_db.schema.model import Object, Snapshot, trimmed
from ai_engine_db.schema.plan import Plan, plan, steps

OWNER = "keeper"


@dataclass
class Database:
    """A database whose schema ``public`` is emptied and filled case by case."""

    server: scratch_server.Server
    name: str
    connection: psycopg.Connection[tuple[object, ...]]

    def reset(self) -> None:
        self.connection.execute(f"DROP SCHEMA public CASCADE; CREATE SCHEMA public AUTHORIZATION {OWNER}")

    def run(self, statements: list[str]) -> None:
        with self.connection.transaction():
            self.connection.execute("SET LOCAL check_function_bodies = off")
            for statement in statements:
                self.connection.execute(statement.encode())

    def as_superuser(self, statement: str) -> None:
        with self.connection.transaction():
            self.connection.execute("SET LOCAL ROLE NONE")
            self.connection.execute(statement.encode())

    def snapshot(self) -> dict[str, Object]:
        return take_snapshot(self.connection)

    def apply(self, made: Plan, desired: Snapshot, until: int | None = None) -> None:
        """Runs a plan as a deploy does: transaction by transaction, as the owner but for what needs the superuser.

        Args:
            made: the plan. desired: what it was made for.
            until: how many transactions it takes until it is interrupted.
        """
        self.connection.execute("SET check_function_bodies = off")
        names = steps(item.domain for item in desired.values())
        for statements in [group for name in names for group in made.transactions(name)][:until]:
            with nullcontext() if statements[0].alone else self.connection.transaction():
                for statement in statements:
                    self.connection.execute(f"SET ROLE {'NONE' if statement.as_superuser else OWNER}")
                    self.connection.execute(statement.sql.encode())
        self.connection.execute(f"RESET ALL; SET ROLE {OWNER}")

    def plan(self, desired: Snapshot) -> Plan:
        """A plan that knows which changes the rows allow."""
        actual = self.snapshot()
        sizes = sizes_of(self.connection)
        made = plan(desired, actual, owner=OWNER, sizes=sizes)
        counts = {name: int(str(self.value(check.count))) for name, check in made.checks.items()}
        return plan(desired, actual, counts, OWNER, sizes)

    def value(self, query: str) -> object:
        row = self.connection.execute(query.encode()).fetchone()
        return row[0] if row else None

    def dump(self) -> str:
        code, (output, errors) = self.server.container.exec_run(
            ["pg_dump", "--schema-only", "-n", "public", self.name], user="postgres", demux=True
        )
        assert code == 0, errors.decode()
        lines = output.decode().splitlines()
        return "\n".join(line for line in lines if line and not line.startswith(("--", "\\")))


def sizes_of(connection: psycopg.Connection[Any]) -> dict[str, int]:
    """Bytes of the tables that hold rows, as a deploy reads them."""
    row = connection.execute(SIZES.encode()).fetchone()
    return {str(name): int(size) for name, size in row[0].items()} if row else {}


def in_domains(objects: Snapshot) -> dict[str, Object]:
    """As ``make lock`` does: tables in two domains, so that a plan has more than one step for them."""
    kinds = {"types": ("type", "domain", "sequence"), "functions": ("function", "procedure")}
    places = {kind: domain for domain, each in kinds.items() for kind in each}
    tables = {"items": "alpha", "orders": "beta", '"Order Lines"': "beta", '"état"': "alpha"}
    found = {}
    for key, item in objects.items():
        table = item.parent or str(item["owned_by"] or item.name).rsplit(".", 1)[0]
        found[key] = replace(trimmed(item), domain=tables.get(table) or places.get(item.kind, "views"))
    return found
