"""Cases of a schema that changes: plain SQL before and after, and what holds in between (tests/cases/README.md)."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from pglast import ast, enums, parse_sql

from ai_engine_db.cli import build_lock, lost, scratch_server
from ai_engine_db.cli.build_lock import RECORDER
from ai_engine_db.cli.sql_files import statements
from ai_engine_db.schema import lock, roles
from ai_engine_db.schema.model import Object, Snapshot
from ai_engine_db.schema.plan import Plan, plan, steps
from ai_engine_db.schema.statements import Raised
from ai_engine_db.schema.texts import SourceError
from tests.support.schemas import sizes_of

FOLDER = Path(__file__).parents[1] / "cases"
STAMP = (lock.ROOT / "ai_engine_db" / "facts" / "stamp.sql").read_text()
# Those of every case's server, for policies and privileges.
ROLES = ("reader", "app", "stranger")
DOMAIN = re.compile(r"^-- domain (\w+)$", re.MULTILINE)
NUMBERS = ("smallint", "integer", "bigint", "numeric", "real", "double precision")
# As the parser takes them.
_PLACEHOLDER = re.compile(r'":([a-z_]\w*)"')
# What the order of a table's columns decides.
_PLACE = re.compile(r"^SET |^SELECT pg_catalog\.set_config")

# What roles of cases may do with schema public, which stays.
NO_PRIVILEGES = """DO $$ DECLARE of name; BEGIN
FOR of IN SELECT rolname FROM pg_roles WHERE rolname LIKE ':%' LOOP EXECUTE format('DROP OWNED BY %I', of); END LOOP;
END $$"""

# One command for all, because each takes a while to begin.
DUMPS = """cd "$(mktemp -d)" &&
for name in as_written as_printed target; do pg_dump --schema-only -f $name -d $name & done; wait
psql -XAtq -v ON_ERROR_STOP=1 -o /dev/null -d as_restored -f as_written || exit 1
pg_dump --schema-only -d as_restored && echo "--- next" && cat as_printed && echo "--- next" && cat target
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
    text, _ = roles.written(text)
    for each in parse_sql(text):
        begin = int(each.stmt_location or 0)
        raw = text[begin : begin + each.stmt_len] if each.stmt_len else text[begin:]
        start = begin + len(raw) - len(_head(raw))
        domain = next((name for at, name in reversed(domains) if at < start), "core")
        file = _file(each.stmt, domain)
        written = files.get(file, "")
        files[file] = written + "\n" * (text[:start].count("\n") - written.count("\n")) + _head(raw) + ";"
    for file, content in files.items():
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_PLACEHOLDER.sub(r":\1", content), encoding="utf-8")
    return root


def _head(raw: str) -> str:
    """A statement without the comments and blanks before it, but for what is said of a table's partitions."""
    return re.sub(r"\A(\s+|--(?! partitions:)[^\n]*(\n|\Z))*", "", raw)


def _file(node: Any, domain: str) -> str:
    match node:
        case ast.CreateExtensionStmt():
            return "sql/extensions.sql"
        case ast.CreateStmt():
            return f"sql/{domain}/{node.relation.relname}.sql"  # type: ignore[union-attr]
        case ast.CreateFunctionStmt():
            return "sql/functions/all.sql"
        case ast.ViewStmt():
            return "sql/views/all.sql"
        case ast.CreateTableAsStmt():
            return "sql/views/all.sql"
        case ast.CreateEnumStmt() | ast.CreateDomainStmt() | ast.CompositeTypeStmt() | ast.CreateRangeStmt():
            return "sql/types/all.sql"
        case ast.DefineStmt():
            collation = node.kind == enums.ObjectType.OBJECT_COLLATION
            return "sql/types/all.sql" if collation else "sql/functions/all.sql"
    return f"sql/{domain}/others.sql"


def placed(message: str) -> str:
    """A message with the places as the case's author sees them."""
    return re.sub(r"sql/[^:\n]*\.sql:(\d+)", r"after.sql:\1", message)


@dataclass
class Runner:
    """Runs cases on one server; each uses the same databases."""

    server: scratch_server.Server
    folder: Path
    count: int = 0
    told: str = ""
    _clean: set[str] = field(default_factory=set)

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
        made = build_lock.make(self.server, self.root(case.after), self.fresh)
        after = made.lock
        before: Mapping[str, Object] = {}
        if case.before == case.after:
            before = after.objects
        elif case.before:
            before = build_lock.make(self.server, self.root(case.before), self.other).lock.objects
        self.fresh(self.server, "target", self._extensions(case)).close()
        if case.text("hand.sql"):
            self._clean.discard("target")
        with self.connect("target") as connection:
            build_lock.apply(connection, dict(before))
            self._prepare(connection, case)
            exact = self._change(connection, case, before, after.objects)
        written, printed, target = self._dumps()
        build_lock.refuse_lost(written, printed, made)
        if exact is not None:
            different = list(_differences(target, printed, exact=exact))
            told = "- by the plan, + by after.sql"
            assert not different, f"{self.told}--- dump ({told})\n{chr(10).join(different)}"

    def fresh(self, server: scratch_server.Server, name: str, extensions: Sequence[str]) -> psycopg.Connection[Any]:
        """An empty database: the one of the last case without what was in it, which is sooner than a new one."""
        if name not in self._clean:
            connection = build_lock.create_database(server, name, [each for each in extensions if each != RECORDER])
            with suppress(psycopg.errors.DuplicateObject):
                connection.execute(f"CREATE ROLE {build_lock.OWNER}")
            connection.execute(f"ALTER DATABASE {name} OWNER TO {build_lock.OWNER}")
        else:
            connection = server.connect(name)
            connection.execute("DROP EVENT TRIGGER IF EXISTS record; DROP SCHEMA IF EXISTS recorder CASCADE")
            connection.execute(f"DROP OWNED BY {build_lock.OWNER} CASCADE; SET check_function_bodies = off")
            connection.execute(NO_PRIVILEGES)
        self._clean.add(name)
        if any(each != RECORDER for each in extensions):
            self._clean.discard(name)
        if RECORDER in extensions:
            connection.execute(RECORDER.encode())
        return connection

    def other(self, server: scratch_server.Server, name: str, extensions: Sequence[str]) -> psycopg.Connection[Any]:
        """As :meth:`fresh`, beside the databases that are still needed."""
        return self.fresh(server, f"other_{name}", extensions)

    def _extensions(self, case: Case) -> list[str]:
        return [each.text for each in statements(self.root(case.after))[0]]

    def _dumps(self) -> list[str]:
        """Dumps of the database that ``after.sql`` makes (restored once), of what its lock makes, and of the plan's."""
        if "as_restored" in self._clean:
            with self.server.connect("as_restored") as connection:
                connection.execute(f"DROP OWNED BY {build_lock.OWNER} CASCADE; DROP SCHEMA postgis, extensions CASCADE")
                connection.execute(NO_PRIVILEGES)
        else:
            with self.server.connect() as admin:
                admin.execute("DROP DATABASE IF EXISTS as_restored WITH (FORCE)")
                admin.execute(f"CREATE DATABASE as_restored OWNER {build_lock.OWNER}")
        if "as_written" in self._clean:
            self._clean.add("as_restored")
        else:
            self._clean.discard("as_restored")
        return lost.run(self.server, "sh", "-c", DUMPS).split("--- next")

    def _refused(self, case: Case, refusals: list[str]) -> None:
        try:
            build_lock.build(self.server, self.root(case.after))
        except SourceError as error:
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
            for role in _PLACEHOLDER.findall(hand):
                with suppress(psycopg.errors.DuplicateObject):
                    connection.execute(f'CREATE ROLE ":{role}"')
            connection.execute(hand.encode())
            connection.execute(f"SET SESSION AUTHORIZATION {build_lock.OWNER}")
            assert connection.execute(STAMP.encode()).fetchone() != stamp, f"{case.name}: the stamp stays the same"

    def _change(
        self, connection: psycopg.Connection[Any], case: Case, before: Snapshot, desired: Snapshot
    ) -> bool | None:
        """Plans and applies; says whether the dump has to be the same, or only to hold all of it; None for neither."""
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
            return None
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
        self.told = told
        return None if any(change.falls_short for change in made.changes) else not left


def _differences(target: str, printed: str, *, exact: bool) -> Iterator[str]:
    """Where the dump differs from that of a database made from ``after.sql``, in the order of columns alone not."""
    found, wanted = lost.entries(target), lost.entries(printed)
    if not exact:
        # What has the name of something that stays has another.
        found, wanted = ({("", ""): "\n".join(each.values())} for each in (found, wanted))
    for entry in sorted(found.keys() | wanted.keys()):
        has, wants = _lines(found.get(entry, "")), _lines(wanted.get(entry, ""))
        if exact:
            yield from (f"- {line}" for line in (has - wants).elements())
        yield from (f"+ {line}" for line in (wants - has).elements())


def _lines(text: str) -> Counter[str]:
    lines = (each for line in text.splitlines() for each in _privileges(line.strip().rstrip(",;")))
    return Counter(line for line in lines if line and not _PLACE.match(line) and not line.startswith("SEQUENCE NAME "))


def _privileges(line: str) -> list[str]:
    """A line for each privilege that one line of a dump grants."""
    found = re.fullmatch(r"GRANT ([A-Z, ]+) ON (.+)", line)
    return [f"GRANT {each} ON {found[2]}" for each in found[1].split(",")] if found else [line]


def planned(connection: psycopg.Connection[Any], desired: Snapshot) -> Plan:
    """A plan that knows which changes the rows allow, as a deploy makes it."""
    actual = build_lock.take_snapshot(connection)
    sizes = sizes_of(connection)
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
        for group in made.transactions(name):
            with nullcontext() if group[0].alone else connection.transaction():
                for statement in group:
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
            composite = f"type {str(item['type']).removesuffix('[]')}"
            if composite in before and composite in after and before[composite] != after[composite]:
                continue
            columns.append(_as_was(now.name, item, after[there]))
            name = str(now.parent)
        if columns:
            query = f"SELECT {', '.join(columns)} FROM ONLY {name}"
            # The owner may see no row for a policy.
            connection.execute("RESET SESSION AUTHORIZATION")
            found[table.name] = Counter(connection.execute(query.encode()).fetchall())
            connection.execute(f"SET SESSION AUTHORIZATION {build_lock.OWNER}")
    return found


def _as_was(name: str, old: Object, new: Object) -> str:
    before, after = str(old["type"]), str(new["type"])
    if before.partition("(")[0] in NUMBERS:
        return f"trim_scale(({name})::text::numeric)::text"
    return f"(({name})::text::{before})::text" if before != after else f"({name})::text"
