"""Whether the rows that are there allow a domain to be tightened, or a column to become one of a domain. Pure.

The values stand in columns of the domain and of others made of it, and within arrays and composite values.
"""

from collections.abc import Iterable, Iterator, Sequence

from ai_engine_db.schema.model import Object
from ai_engine_db.schema.planner import backfill, fields
from ai_engine_db.schema.planner.builder import Builder
from ai_engine_db.schema.statements import WRITE_A_TRANSITION
from ai_engine_db.schema.types import convert, valid


def changed_checks(item: Object, now: Object) -> dict[str, str]:
    """The constraints of a domain that are to be made, by name."""
    has, settled = now["checks"] or {}, item.settled.get("checks") or {}
    checks: dict[str, str] = item["checks"] or {}
    return {name: check for name, check in checks.items() if has.get(name) not in (check, settled.get(name, check))}


def forbid(builder: Builder, item: Object, now: Object) -> str:
    """Why a domain that is there cannot become what is wanted; empty when it can."""
    tests = _tests(changed_checks(item, now).values(), not_null=bool(item["not_null"] and not now["not_null"]))
    if not tests or not _can_be_asked(builder, item, tests):
        return ""
    reasons = []
    for column in _columns(builder):
        wrong = _broken(builder, column.name, str(column["type"]), item, tests)
        if not wrong:
            continue
        name = f"{item.id} in {column.id}"
        if _count(builder, name, item, str(column.parent), wrong, f"violating it in {column.id}"):
            reasons.append(f"{builder.against(name)}: fix them, or {WRITE_A_TRANSITION}")
        elif not _is_of(builder, str(column["type"]), item):
            within = f"{column.id} uses it inside {column['type']}, where PostgreSQL accepts no stricter domain"
            reasons.append(f"{within}: {WRITE_A_TRANSITION}")
    return ", ".join(reasons)


def broken(builder: Builder, domain: Object) -> Iterator[tuple[str, str]]:
    """Queries that find the values that break a domain which is there, each with its table."""
    tests = _tests((domain["checks"] or {}).values(), not_null=False)
    for column in _columns(builder):
        if wrong := _broken(builder, column.name, str(column["type"]), domain, tests):
            yield str(column.parent), f"SELECT FROM {column.parent} WHERE {wrong}"


def _columns(builder: Builder) -> list[Object]:
    """The columns of the tables that are there."""
    columns = (
        item for item in builder.actual.values() if item.kind == "column" and f"table {item.parent}" in builder.actual
    )
    return sorted(columns, key=lambda column: column.id)


def forbid_column(builder: Builder, item: Object, now: Object) -> str:
    """Why the values of a column cannot become those of a domain; empty when they can."""
    domain = builder.desired.get(f"domain {item['type']}")
    if domain is None or item["type"] == now["type"]:
        return ""
    tests = _tests((domain["checks"] or {}).values(), not_null=bool(domain["not_null"]))
    if not tests or not _can_be_asked(builder, domain, tests):
        return ""
    old, base = str(now["type"]), str(domain["base"])
    asked = _asked(convert(item.name, old, base), base, tests)
    wrong = f"CASE WHEN {item.name} IS NULL OR {valid(item.name, old, base)} THEN {asked} END"
    name = f"{item.id} in {domain.id}"
    if _count(builder, name, item, str(item.parent), wrong, f"violating {domain.id}"):
        return f"{builder.against(name)}: fix them, or {WRITE_A_TRANSITION}"
    return ""


def _tests(checks: Iterable[str], *, not_null: bool) -> list[str]:
    """Conditions on ``value`` that each say that it is wrong."""
    found = [f"NOT {check.removeprefix('CHECK ')}" for check in checks]
    return [*found, *(["value IS NULL"] if not_null else [])]


def _can_be_asked(builder: Builder, domain: Object, tests: Sequence[str]) -> bool:
    """Whether all that the tests use is there, and means what it will."""
    text = " ".join(tests)
    return all(backfill.stays(builder, need, text) for need in domain.needs)


def _asked(value: str, base: str, tests: Sequence[str]) -> str:
    """Whether a value is wrong; no column of the table has the name ``value`` in there."""
    return f"(SELECT {' OR '.join(tests)} FROM (SELECT ({value})::{base} AS value) AS checked)"


def _count(builder: Builder, name: str, item: Object, table: str, wrong: str, what: str) -> int:
    sources = (table, f"(SELECT * FROM {table}{backfill.ONE}) AS one")
    find, one = (f"SELECT * FROM {source} WHERE {wrong}" for source in sources)
    return builder.count(name, item, find, what, table=table, one=one)


def _is_of(builder: Builder, type_: str, domain: Object) -> bool:
    """Whether a type is the domain, or one made of it."""
    other = builder.actual.get(f"domain {type_}")
    return type_ == domain.name or (other is not None and _is_of(builder, str(other["base"]), domain))


def _broken(builder: Builder, value: str, type_: str, domain: Object, tests: Sequence[str]) -> str:
    """Whether a value is wrong, or one within it; empty for a type that has none of the domain."""
    if _is_of(builder, type_, domain):
        return _asked(value, str(domain["base"]), tests)
    other = builder.actual.get(f"domain {type_}")
    if other is not None:
        return _broken(builder, value, str(other["base"]), domain, tests)
    if type_.endswith("[]"):
        inside = _broken(builder, "element", type_.removesuffix("[]"), domain, tests)
        return f"EXISTS (SELECT FROM (SELECT unnest({value}) AS element) AS elements WHERE {inside})" if inside else ""
    composite = builder.actual.get(f"type {type_}")
    found = []
    for name, inner in (fields.attributes(composite) if composite is not None else {}).items():
        if inside := _broken(builder, f"({value}).{name}", inner, domain, tests):
            # Who has no such value at all has no wrong one in it.
            found.append(f"({value} IS DISTINCT FROM NULL AND {inside})")
    return f"({' OR '.join(found)})" if found else ""
