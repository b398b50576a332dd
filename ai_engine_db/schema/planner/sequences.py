"""How the numbers of a column go on when another sequence takes over, or the bounds of its own change. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from ai_engine_db.schema import render
from ai_engine_db.schema.model import Object
from ai_engine_db.schema.planner.builder import Builder, Phase
from ai_engine_db.schema.statements import WRITE_A_TRANSITION

INTEGERS = {"smallint": 2**15 - 1, "integer": 2**31 - 1, "bigint": 2**63 - 1}


def go_on(
    builder: Builder,
    item: Object,
    column: Object,
    sequence: str,
    options: Mapping[str, Any],
    others: Sequence[str] = (),
) -> None:
    """Sets a sequence, named by an expression, to the last number that the rows of a column, or others, have.

    Args:
        builder: the plan.
        item: the object that this is about.
        column: whose rows.
        sequence: the expression.
        options: increment, minimum, maximum and start of the sequence, where they are others than by default.
        others: queries of the last number and whether it was given, of sequences that gave numbers so far.
    """
    upward = options.get("increment", 1) > 0
    last = f"{'max' if upward else 'min'}({column.name})"
    bound = f">= {options.get('minimum', 1)}" if upward else f"<= {options.get('maximum', -1)}"
    if not others:
        sql = f"SELECT setval({sequence}, {last}) FROM {column.parent} HAVING {last} {bound}"
    else:
        given = " UNION ALL ".join((f"SELECT {last}, true FROM {column.parent}", *others))
        beyond = f"last {'>' if upward else '<'} {options.get('start', 1 if upward else -1)}"
        order = "last DESC, given DESC" if upward else "last, given DESC"
        sql = (
            f"SELECT setval({sequence}, last, given) FROM (SELECT * FROM ({given}) AS each (last, given)"
            f" WHERE last {bound} AND (given OR {beyond}) ORDER BY {order} LIMIT 1) AS found"
        )
    builder.add(Phase.REST, item, sql)


def of_sequences(builder: Builder, now: Object) -> list[str]:
    """What to ask of the sequences that a column has its numbers from, or that it owns."""
    owned = (item.id for item in builder.actual.values() if item.kind == "sequence" and item["owned_by"] == now.path)
    names = {each.removeprefix("sequence ") for each in (*owned, *now.needs) if each.startswith("sequence ")}
    return [f"SELECT last_value, is_called FROM {name}" for name in sorted(names)]


def of_identity(now: Object) -> list[str]:
    """What to ask of an identity that is gone, once :func:`keep` was run."""
    return [f"SELECT nullif(current_setting('{_setting(now)}', true), '')::bigint, true"] if now["identity"] else []


def keep(now: Object) -> str:
    """A statement that remembers the last number of an identity, for as long as the session lasts."""
    return f"SELECT set_config('{_setting(now)}', pg_sequence_last_value({identity(now)})::text, false)"


def _setting(column: Object) -> str:
    return f"ai_engine.last_{sha256(column.path.encode()).hexdigest()[:12]}"


def identity(column: Object) -> str:
    """An expression for the sequence of an identity column, whatever other sequence the column owns."""
    table = f"{render.literal(str(column.parent))}::regclass"
    name = render.literal(render.unquoted(column.name))
    number = f"(SELECT attnum FROM pg_attribute WHERE attrelid = {table} AND attname = {name})"
    return (
        "(SELECT objid::regclass FROM pg_depend WHERE classid = 'pg_class'::regclass AND deptype = 'i'"
        f" AND refclassid = 'pg_class'::regclass AND refobjid = {table} AND refobjsubid = {number})"
    )


def bounds(column: Object) -> tuple[int, int]:
    """The least and the greatest number of an identity."""
    options = column["identity_options"] or {}
    greatest = INTEGERS.get(str(column["type"]), INTEGERS["bigint"])
    low, high = (1, greatest) if options.get("increment", 1) > 0 else (-greatest - 1, -1)
    return options.get("minimum", low), options.get("maximum", high)


def beyond(builder: Builder, item: Object, now: Object) -> Iterator[str]:
    """Why the bounds of an identity cannot become what is wanted, if so."""
    if item["identity"] and now["identity"] and bounds(item) != bounds(now):
        low, high = bounds(item)
        find = (
            f"SELECT * FROM pg_sequence_last_value({identity(item)}) AS given WHERE given NOT BETWEEN {low} AND {high}"
        )
        if builder.count(f"{item.id} identity", item, find, decisive=False):
            yield f"its last value is outside its bounds: {WRITE_A_TRANSITION}"
