"""Whether the rows that are there allow a change: queries that find those that do not. Pure; the caller runs them.

A query goes into a message, for a person to run by psql: it selects whole rows wherever it can.
"""

from collections.abc import Sequence

from ai_engine_db.schema.model import Object
from ai_engine_db.schema.planner import backfill
from ai_engine_db.schema.planner.builder import Builder
from ai_engine_db.schema.statements import WRITE_A_TRANSITION, amount
from ai_engine_db.schema.violations import KEEPS

NO_VALUE = "without a value"
ALIKE = "with duplicate values"


def forbid(builder: Builder, item: Object) -> str:
    """Why rows forbid to make a column, constraint, unique index or sequence as wanted; empty when they do not.

    What cannot be told before the plan runs, PostgreSQL refuses while it does, and the step is rolled back.
    """
    if item.kind == "column":
        return _new_column(builder, item)
    if item.kind == "sequence":
        return _numbers(builder, item)
    query, what = _violations(builder, item)
    one, _ = _violations(builder, item, backfill.ONE)
    if query and builder.count(item.id, item, query, what, decisive=not item[KEEPS], one=one):
        return f"{builder.against(item.id)}: fix them, or {WRITE_A_TRANSITION}"
    return ""


def nulls(builder: Builder, item: Object) -> int:
    """How many rows have no value in a column that wants one."""
    return builder.count(f"{item.id} is null", item, f"SELECT * FROM {item.parent} WHERE {item.name} IS NULL", NO_VALUE)


def _numbers(builder: Builder, item: Object) -> str:
    outside = f"last_value NOT BETWEEN {item['minimum']} AND {item['maximum']}"
    given = builder.count(item.id, item, f"SELECT * FROM {item.name} WHERE is_called AND {outside}", decisive=False)
    return f"its last value is outside its bounds: {WRITE_A_TRANSITION}" if given else ""


def _new_column(builder: Builder, item: Object) -> str:
    if item["generated"]:
        return generated(builder, item)
    domain = builder.desired.get(f"domain {item['type']}")
    not_null = item["not_null"] or (domain is not None and domain["not_null"])
    if not not_null or item["identity"] or backfill.default(builder, item) is not None:
        return ""
    count = builder.count(item.id, item, f"SELECT * FROM {item.parent}", NO_VALUE)
    return f"{amount(count)} would have no value, and the column has no default: {WRITE_A_TRANSITION}" if count else ""


def generated(builder: Builder, item: Object) -> str:
    """Why rows forbid that a column is generated as wanted; empty when they do not."""
    expression = str(item["generated"])
    names = [column.name for column in builder.named(item)]
    # A mere copy raises no error.
    if expression in names or not all(
        backfill.stays(builder, need, expression) for need in item.needs if not _goes_without_saying(builder, need)
    ):
        return ""
    # Where it may be null, the only wrong value is none at all.
    wrong = f"({expression}) IS NULL" if item["not_null"] else f"num_nulls({expression}) < 0"
    find, one = (
        f"SELECT * FROM {_named(source, 'filled')} WHERE {wrong}" if source else ""
        for source in (backfill.source(builder, str(item.parent), names, where) for where in ("", backfill.ONE))
    )
    if find and builder.count(item.id, item, find, NO_VALUE, one=one):
        return f"{builder.against(item.id)}: fix them, or {WRITE_A_TRANSITION}"
    return ""


def _violations(builder: Builder, item: Object, where: str = "") -> tuple[str, str]:
    """Finds what breaks a constraint or index, and says it in words; empty where that cannot be told."""
    named = item["columns"] or [column.name for column in builder.named(item)]
    source = backfill.source(builder, str(item.parent), named, where)
    definition = str(item["definition"])
    others = [need for need in item.needs if not _goes_without_saying(builder, need)]
    if item["not_valid"] or not source or not all(backfill.stays(builder, need, definition) for need in others):
        return "", ""
    distinct_nulls = "NULLS NOT DISTINCT" not in definition
    match item["type"] if item.kind == "constraint" else item.kind:
        case "check":
            condition = definition.removeprefix("CHECK ").removesuffix(" NO INHERIT")
            return f"SELECT * FROM {_named(source, 'filled')} WHERE NOT {condition}", "violating it"
        case "primary key":
            empty = [f"{name} IS NULL" for name in item["columns"]]
            return _repeated(source, item["columns"], [], empty), "with a null or duplicate key"
        case "unique":
            present = [f"{name} IS NOT NULL" for name in item["columns"] if distinct_nulls]
            return _repeated(source, item["columns"], present), ALIKE
        case "index" if item["keys"]:
            present = [f"({key}) IS NOT NULL" for key in item["keys"] if distinct_nulls]
            return _repeated(_within(source, item["where"]), item["keys"], present), ALIKE
        case "index" if item["evaluates"]:
            keys, where = item["evaluates"]["keys"], item["evaluates"].get("where")
            find = f"SELECT * FROM {_named(_within(source, where), 'filled')} WHERE num_nulls({', '.join(keys)}) < 0"
            return find, "that it has no value for"
        case "foreign key":
            return _orphans(builder, item, source), f"referring to no row of {item['references']['table']}"
    return "", ""


def _goes_without_saying(builder: Builder, need: str) -> bool:
    """Whether a need is a column, which the source of the rows provides, or part of a table that has no rows yet."""
    item = builder.desired.get(need)
    return need.startswith("column ") or (item is not None and item.parent in builder.new_tables)


def _named(source: str, alias: str) -> str:
    """A table as it is, a subquery by a name."""
    return f"{source} AS {alias}" if source.startswith("(") else source


def _within(source: str, where: str | None) -> str:
    """The rows that a predicate holds for; of others nothing is asked, which may well raise an error."""
    return f"(SELECT * FROM {_named(source, 'filled')} WHERE {where} OFFSET 0)" if where else source


def _repeated(source: str, keys: Sequence[str], where: Sequence[str], empty: Sequence[str] = ()) -> str:
    filtered = f" WHERE {' AND '.join(where)}" if where else ""
    alike = f"count(*) OVER (PARTITION BY {', '.join(f'({key})' for key in keys)}) AS rows_alike"
    return (
        f"SELECT * FROM (SELECT *, {alike} FROM {_named(source, 'filled')}{filtered}) AS counted"
        f" WHERE {' OR '.join(['rows_alike > 1', *empty])}"
    )


def _orphans(builder: Builder, item: Object, source: str) -> str:
    there, names = item["references"]["table"], item["references"]["columns"]
    pairs = list(zip(item["columns"], names, strict=True))
    present = " AND ".join(f"child.{name} IS NOT NULL" for name, _ in pairs)
    children = f"SELECT * FROM {source} AS child WHERE {present}"
    if there in builder.new_tables:
        return children
    target = backfill.source(builder, there, names)
    equal = " AND ".join(f"parent.{name} = child.{own}" for own, name in pairs)
    return f"{children} AND NOT EXISTS (SELECT FROM {target} AS parent WHERE {equal})" if target else ""
