"""Cases of a schema that changes: plain SQL before and after, and what has to hold in between (tests/cases/README.md)."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from pglast import ast, parse_sql

from ai_engine_db.cli import build_lock, lost, scratch_server
from ai_engine_db.schema import lock
from ai_engine_db.schema.model import Object, Snapshot
from ai_engine_db.schema.plan import Plan, plan, steps
from ai_engine_db.schema.statements import Raised

FOLDER = Path(__file__).parents[1] / "cases"
STAMP = (lock.ROOT / "ai_engine_db" / "facts" / "stamp.sql").read_text()
# Those of every case's server, for policies and privileges.
ROLES = ("reader", "app", "stranger")
DOMAIN = re.compile(r"^-- domain (\w+)$", re.MULTILINE)
NUMBERS = ("smallint", "integer", "bigint", "numeric", "real", "double precision")
# What the order of a table's columns decides.
_PLACE = re.compile(r"^SET |^SELECT pg_catalog\.set_config")

SIZES = """
SELECT quote_ident(relname), pg_table_size(oid) FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND pg_relation_size(oid) > 0
"""

Rows = dict[str, Counter[tuple[object, ...]]]


@dataclass(frozen=True)
class Case:
    """One folder of ``tests/cases``."""

    path: Path

    @property
    def name(self) -> str:
        return str(self.path.relative_to(FOLDER))

    def text(self, file: str) -> str | None:
        path = self.path / file
        return path.read_text(encoding="utf-8") if path.exists() else None

    @property
    def after(self) -> str:
        return self.text("after.sql") or ""

    @property
    def before(self) -> str:
        """What there was; nothing where only the outcome is given, the outcome where hands have changed it."""
        return self.text("before.sql") or (self.after if self.text("hand.sql") else "")

    def expected(self, sign: str) -> list[str]:
        lines = (self.text("expect.txt") or "").splitlines()
        return [line for line in lines if line.startswith(sign)]

    @property
    def renamed(self) -> dict[str, str]:
        """The new ids of columns by the old ones: ``= column t.a is column t.b``."""
        pairs = (line.removeprefix("= ").split(" is ") for line in self.expected("= "))
        return dict(pair for pair in pairs)


def cases() -> list[Case]:
    return sorted(
        (Case(path.parent) for path in FOLDER.rglob("after.sql")),
        key=lambda case: case.name,
    )


def lay_out(text: str, root: Path) -> Path:
    """Writes SQL into the files that ``make lock`` wants it in; every statement keeps its line."""
    files: dict[str, str] = {"sql/extensions.sql": ""}
    domains = [(found.start(), found[1]) for found in DOMAIN.finditer(text)]
    for each in parse_sql(text):
        raw = text[each.stmt_location : each.stmt_location + each.stmt_len] if each.stmt_len else text[each.stmt_location :]
        start = each.stmt_location + len(raw) - len(_head(raw))
        domain = next((name for at, name in reversed(domains) if at < start), "core")
        file = _file(each.stmt, domain)
        written = files.get(file, "")
        files[file] = written + "\n" * (text[:start].count("\n") - written.count("\n")) + _head(raw) + ";"
    for file, content in files.items():
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return root


def _head(raw: str) -> str:
    """A statement without the comments and blanks before it."""
    return re.sub(r"\A(\s+|--[^\n]*(\n|\Z))*", "", raw)


def _file(node: ast.Node, domain: str) -> str:
    match node:
        case ast.CreateExtensionStmt():
            return "sql/extensions.sql"
        case ast.CreateStmt():
            return f"sql/{domain}/{node.relation.relname}.sql"
        case ast.CreateFunctionStmt():
            return "sql/functions/all.sql"
        case ast.ViewStmt():
            return "sql/views/all.sql"
        case ast.CreateTableAsStmt():
            return "sql/views/all.sql"
        case ast.CreateEnumStmt() | ast.CreateDomainStmt() | ast.CompositeTypeStmt() | ast.CreateRangeStmt():
            return "sql/types/all.sql"
        case ast.DefineStmt():
            return "sql/types/all.sql" if node.kind.name == "OBJECT_COLLATION" else "sql/functions/all.sql"
    return f"sql/{domain}/others.sql"


def placed(message: str) -> str:
    """A message with the places as the case's author sees them."""
    return re.sub(r"sql/[^:\n]*\.sql:(\d+)", r"after.sql:\1", message)


@dataclass
class Runner:
    """Runs cases on one server; each uses the same databases."""

    server: scratch_server.Server
    folder: Path
    count: int = field(default=0)

    def root(self, text: str) -> Path:
        self.count += 1
        return lay_out(text, self.folder / str(self.count))

    def connect(self, name: str) -> psycopg.Connection[Any]:
        connection = self.server.connect(name)
        connection.execute(f"SET check_function_bodies = off; SET SESSION AUTHORIZATION {build_lock.OWNER}")
        return connection

    def run(self, case: Case) -> None:
        """Runs one case; fails with what differs.

        Raises:
            AssertionError: something does not hold.
        """
        if refusals := case.expected("after.sql:"):
            self._refused(case, refusals)
            return
        before, _ = build_lock.make(self.server, self.root(case.before))
        with self.server.connect() as admin:
            admin.execute("DROP DATABASE IF EXISTS target WITH (FORCE)")
            admin.execute("ALTER DATABASE as_printed RENAME TO target")
        desired = build_lock.build(self.server, self.root(case.after)).objects
        with self.connect("target") as connection:
            self._prepare(connection, case)
            self._change(connection, case, before.objects, desired)

    def _refused(self, case: Case, refusals: list[str]) -> None:
        try:
            build_lock.build(self.server, self.root(case.after))
        except build_lock.SourceError as error:
            said = placed(str(error))
            missing = [line for line in refusals if line not in said]
            assert not missing, f"{case.name}: `make lock` does not say\n{chr(10).join(missing)}\nbut\n{said}"
            return
        raise AssertionError(f"{case.name}: `make lock` refuses nothing")

    def _prepare(self, connection: psycopg.Connection[Any], case: Case) -> None:
        if rows := case.text("rows.sql"):
            connection.execute(rows.encode())
        if hand := case.text("hand.sql"):
            stamp = connection.execute(STAMP.encode()).fetchone()
            connection.execute("RESET SESSION AUTHORIZATION")
            connection.execute(hand.encode())
            connection.execute(f"SET SESSION AUTHORIZATION {build_lock.OWNER}")
            assert connection.execute(STAMP.encode()).fetchone() != stamp, f"{case.name}: the stamp stays the same"

    def _change(
        self, connection: psycopg.Connection[Any], case: Case, before: Snapshot, desired: Snapshot
    ) -> None:
        values = rows(connection, before, desired, case.renamed, new=False)
        made = planned(connection, desired)
        said = "\n".join(map(str, made.changes))
        done = "; ".join(each.sql for each in made.statements)
        told = f"\n--- {case.name}: plan\n{said}\n--- statements\n{done}\n"
        left = [str(change) for change in made.changes if change.sign == "!"]
        unexpected = [line for line in left if not any(line.startswith(each) for each in case.expected("! "))]
        assert not unexpected, f"{told}--- not expected\n{chr(10).join(unexpected)}"
        lines = [str(change) for change in made.changes]
        for sign in ("! ", "~ ", "+ "):
            missing = [each for each in case.expected(sign) if not any(line.startswith(each) for line in lines)]
            assert not missing, f"{told}--- not in the plan\n{chr(10).join(missing)}"
        if made.refusals:
            return
        try:
            apply(connection, made, desired)
        except psycopg.Error as error:
            raise AssertionError(f"{told}--- failed\n{error}") from error
        again = planned(connection, desired)
        more = [str(change) for change in again.changes if change.sign != "!"]
        assert not again.statements, f"{told}--- next plan\n{chr(10).join(more)}\n{again.statements[0].sql}"
        assert not more, f"{told}--- next plan\n{chr(10).join(more)}"
        now = rows(connection, before, desired, case.renamed, new=True)
        assert now == values, f"{told}--- rows\n{values}\n→ {now}"
        if kept := case.text("kept.sql"):
            for row in connection.execute(kept.encode()).fetchall():
                assert all(value is True for value in row), f"{told}--- kept.sql gives {row}"
        if not any(change.falls_short for change in made.changes):
            different = list(self._differences(exact=not left))
            assert not different, f"{told}--- dump (- by the plan, + by after.sql)\n{chr(10).join(different)}"

    def _differences(self, *, exact: bool) -> Iterator[str]:
        """Where the dump differs from that of a database made from ``after.sql``, in the order of columns alone not."""
        found, wanted = (
            lost.entries(lost.run(self.server, "pg_dump", "--schema-only", "-d", name))
            for name in ("target", "as_printed")
        )
        for entry in sorted(found.keys() | wanted.keys()):
            has, wants = _lines(found.get(entry, "")), _lines(wanted.get(entry, ""))
            if exact:
                yield from (f"- {line}" for line in (has - wants).elements())
            yield from (f"+ {line}" for line in (wants - has).elements())


def _lines(text: str) -> Counter[str]:
    lines = (line.strip().rstrip(",;") for line in text.splitlines())
    return Counter(line for line in lines if line and not _PLACE.match(line) and not line.startswith("SEQUENCE NAME "))


def planned(connection: psycopg.Connection[Any], desired: Snapshot) -> Plan:
    """A plan that knows which changes the rows allow, as a deploy makes it."""
    actual = build_lock.take_snapshot(connection)
    sizes = {str(name): int(size) for name, size in connection.execute(SIZES)}
    made = plan(desired, actual, owner=build_lock.OWNER, sizes=sizes)
    if not made.checks:
        return made
    answers: dict[str, int | Raised] = {}
    for name, check in made.checks.items():
        try:
            with connection.transaction():
                connection.execute("SET TRANSACTION READ ONLY")
                row = connection.execute(check.count.encode()).fetchone()
                answers[name] = int(row[0]) if row else 0
        except psycopg.Error as error:
            answers[name] = Raised(str(error.diag.message_primary))
    return plan(desired, actual, answers, build_lock.OWNER, sizes)


def apply(connection: psycopg.Connection[Any], made: Plan, desired: Snapshot) -> None:
    """Runs a plan as a deploy does: transaction by transaction, as the owner but for what needs the superuser."""
    for statement in made.owners:
        connection.execute("RESET SESSION AUTHORIZATION")
        connection.execute(statement.sql.encode())
        connection.execute(f"SET SESSION AUTHORIZATION {build_lock.OWNER}")
    for name in steps(item.domain for item in desired.values()):
        for statements in made.transactions(name):
            with nullcontext() if statements[0].alone else connection.transaction():
                for statement in statements:
                    connection.execute(statement.sql.encode())


def rows(
    connection: psycopg.Connection[Any], before: Snapshot, after: Snapshot, renamed: Mapping[str, str], *, new: bool
) -> Rows:
    """The rows of the tables that were there and stay, by their plain columns, printed as they were."""
    found: Rows = {}
    for table in (item for item in before.values() if item.kind == "table"):
        columns = []
        name = table.name
        for key, item in before.items():
            there = renamed.get(key, key)
            if item.kind != "column" or item.parent != table.name or item["generated"] or there not in after:
                continue
            now = after[there] if new else item
            columns.append(_as_was(now.name, item, after[there]))
            name = str(now.parent)
        if columns:
            query = f"SELECT {', '.join(columns)} FROM ONLY {name}"
            found[table.name] = Counter(connection.execute(query.encode()).fetchall())
    return found


def _as_was(name: str, old: Object, new: Object) -> str:
    before, after = str(old["type"]), str(new["type"])
    if before.partition("(")[0] in NUMBERS:
        return f"trim_scale(({name})::text::numeric)::text"
    return f"(({name})::text::{before})::text" if before != after else f"({name})::text"
