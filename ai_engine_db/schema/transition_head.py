"""The files of ``sql/transitions``: what their heads say. Pure: texts in, transitions out.

A head says when the file applies (``has``, ``lacks``, ``when``), where it runs (``step``), what it does (``renames``,
``makes``), how (``batch``), and what has to be so afterwards (``check``).
"""

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ai_engine_db.schema import rename, texts, transition_texts
from ai_engine_db.schema.model import Snapshot
from ai_engine_db.schema.plan import steps
from ai_engine_db.schema.planner.order import KINDS, PRIVILEGES
from ai_engine_db.schema.rename import Rename

_HEAD = re.compile(r"-- ([A-Za-z_]+): *(.*)")
_MANY = ("has", "lacks", "makes")
_ONCE = ("when", "renames", "step", "check", "batch")
_BATCH = re.compile(r"(?P<rows>[1-9]\d*) rows of (?P<table>\S+) by (?P<key>\S+)")
# Behind has and lacks: not an object, but whether a query finds rows.
_ROWS = "rows "
_OF_TYPE = " of type "
# Names of types that PostgreSQL takes, and prints otherwise: a column would never be found to have one.
_ALIASES = {
    "int": "integer", "int2": "smallint", "int4": "integer", "int8": "bigint", "bool": "boolean", "decimal": "numeric",
    "float4": "real", "float8": "double precision", "varchar": "character varying", "char": "character",
    "timestamp": "timestamp without time zone", "timestamptz": "timestamp with time zone",
}  # fmt: skip


class TransitionError(ValueError):
    """A file cannot be used as it is; the message names it, and the line."""


@dataclass(frozen=True, slots=True)
class Batch:
    """How a transition of many transactions goes through a table.

    Attributes:
        rows: of one transaction. table: whose. key: its column, or ``alias.column``, that they are taken by.
    """

    rows: int
    table: str
    key: str


@dataclass(frozen=True, slots=True)
class Transition:
    """One file of ``sql/transitions``.

    Attributes:
        name: of the file.
        title: its first line.
        has: what must be there for it to apply: ids of objects, ``label mood.calm``, ``column t.c of type text``.
        lacks: what must not.
        renames: the id of a column or a table before and after, if that is what it does.
        step: the step that it begins.
        sql: its statements.
        check: a query that counts what went wrong; empty for none.
        when: a condition in SQL; empty for none.
        digest: sha256 of the file.
        finds: queries that have to find a row. finds_none: queries that must not.
        makes: ids of what it leaves as sql/ wants it.
        batch: how it goes through a table in transactions of its own; None for one transaction.
        lines: the number of the line of each ``has`` and ``lacks``, by what it says.
    """

    name: str
    title: str
    has: tuple[str, ...]
    lacks: tuple[str, ...]
    renames: tuple[str, str] | None
    step: str
    sql: str
    check: str = ""
    when: str = ""
    digest: str = ""
    finds: tuple[str, ...] = ()
    finds_none: tuple[str, ...] = ()
    makes: tuple[str, ...] = ()
    batch: Batch | None = None
    lines: tuple[tuple[str, int], ...] = ()

    @property
    def file(self) -> str:
        """Its path below the project."""
        return f"sql/transitions/{self.name}"

    @property
    def rename(self) -> Rename | None:
        """What it renames."""
        if self.renames is None:
            return None
        (kind, _, old), (_, _, new) = (key.partition(" ") for key in self.renames)
        return Rename(kind, old, new)

    @property
    def condition(self) -> str:
        """What has to hold of the rows for it to apply, in SQL; empty for nothing."""
        found = [f"({self.when})"] if self.when else []
        found += [f"EXISTS ({query})" for query in self.finds]
        found += [f"NOT EXISTS ({query})" for query in self.finds_none]
        return " AND ".join(found)

    def applies(self, actual: Snapshot) -> bool:
        """Whether the objects are those that it is for; its condition on rows is another question."""
        return all(holds(actual, key) for key in self.has) and not any(holds(actual, key) for key in self.lacks)


def holds(actual: Snapshot, key: str) -> bool:
    """Whether an object, a label, or a column of a type is there."""
    path, of_type, type_ = key.partition(_OF_TYPE)
    if not of_type:
        return rename.has(actual, key)
    return path in actual and actual[path]["type"] == type_


def object_of(key: str) -> str:
    """The id of the object that a line of a head speaks of."""
    return key.partition(_OF_TYPE)[0]


def parse(name: str, text: str, domains: Collection[str] | None = None) -> Transition:
    """Reads a file.

    Args:
        name: of the file.
        text: all of it.
        domains: the steps that there are besides the first and the last; None when they are not known.

    Raises:
        TransitionError: its head is not one that says when and where it runs, and nothing else.
    """
    head: dict[str, list[str]] = {}
    numbers = {}
    for number, key, value in _lines(name, text):
        head.setdefault(key, []).append(value)
        numbers[value] = number
        if problem := _problem(key, head[key], domains):
            raise TransitionError(f"sql/transitions/{name}:{number}: {problem}")
    for key in ("has", "step"):
        if key not in head:
            raise TransitionError(f"sql/transitions/{name}:1: its head has no line `-- {key}: ...`")
    _nothing_below(name, text)
    lines = text.split("\n")
    before, _, after = head.get("renames", [""])[0].partition(" to ")
    sql = texts.after_head(text)
    if not sql:
        raise TransitionError(f"sql/transitions/{name}:{len(text.splitlines())}: there is no SQL below its head")
    if not after and (at := transition_texts.renaming(lines)):
        raise TransitionError(
            f"sql/transitions/{name}:{at}: it renames something, which a plan would otherwise create anew beside it:"
            " write `-- renames: table a to b` in the file of b instead, and no transition; or declare it in the head,"
            " `-- renames: table a to table b` or `-- renames: column t.a to column t.b`"
        )
    batch = _batch(name, head, numbers, sql)
    objects, rows = (
        {key: _split(head.get(key, ()), rows=which) for key in ("has", "lacks")} for which in (False, True)
    )
    return Transition(
        name=name,
        title=lines[0].rstrip().removeprefix("-- ").rstrip("."),
        has=objects["has"],
        lacks=objects["lacks"],
        renames=(before, after) if after else None,
        step=head["step"][0],
        sql=sql,
        check=head.get("check", [""])[0],
        when=head.get("when", [""])[0],
        digest=hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest(),
        finds=rows["has"],
        finds_none=rows["lacks"],
        makes=tuple(head.get("makes", ())),
        batch=batch,
        lines=tuple((value, numbers[value]) for key in ("has", "lacks") for value in head.get(key, ())),
    )


def _nothing_below(name: str, text: str) -> None:
    lines = next((at for at, line in enumerate(text.split("\n")) if not line.startswith("--")), 0)
    if found := transition_texts.below_head(text, lines):
        number, key = found
        raise TransitionError(
            f"sql/transitions/{name}:{number}: `-- {key}:` belongs in the comment at the head of the file, before the"
            " first line that is no comment: here it does nothing"
        )


def _split(values: Iterable[str], *, rows: bool) -> tuple[str, ...]:
    return tuple(each.removeprefix(_ROWS) for each in values if each.startswith(_ROWS) == rows)


def _batch(name: str, head: Mapping[str, list[str]], numbers: Mapping[str, int], sql: str) -> Batch | None:
    said = head.get("batch", [""])[0]
    try:
        places = transition_texts.batch_places(sql)
    except transition_texts.ScanError as error:
        raise TransitionError(
            f"sql/transitions/{name}:{numbers.get(said, 1)}: its SQL cannot be read: {error}"
        ) from None
    if bool(said) == bool(places):
        match = _BATCH.fullmatch(said)
        return Batch(int(match["rows"]), match["table"], match["key"]) if match else None
    if said:
        raise TransitionError(
            f"sql/transitions/{name}:{numbers[said]}: its statement has to say `:batch` where it chooses rows, as in"
            " `WHERE currency IS NULL AND :batch`; within a string, a quoted name or a comment it is left as it is"
        )
    raise TransitionError(
        f"sql/transitions/{name}:1: it says `:batch`, and its head has no line `-- batch: 10000 rows of table by key`"
    )


def _lines(name: str, text: str) -> Iterator[tuple[int, str, str]]:
    """The lines of the head below the title: number, key and value; one that begins with more space goes on."""
    lines = text.split("\n")
    if not lines or not lines[0].startswith("-- ") or _HEAD.fullmatch(lines[0].rstrip()):
        raise TransitionError(
            f"sql/transitions/{name}:1: it must begin with a line `-- What it does.`, followed by its head"
        )
    found: list[tuple[int, str, str]] = []
    for number, line in enumerate(map(str.rstrip, lines[1:]), 2):
        if not line.startswith("--"):
            break
        if match := _HEAD.fullmatch(line):
            found.append((number, match[1], match[2].strip()))
        elif line.startswith("--  ") and found:
            at, key, value = found.pop()
            found.append((at, key, f"{value} {line[2:].strip()}".strip()))
        elif found:
            raise TransitionError(f"sql/transitions/{name}:{number}: a line of its head must be `-- key: value`")
    return iter(found)


def _problem(key: str, values: list[str], domains: Collection[str] | None) -> str:
    """What is wrong with the last value of a key; empty when nothing is."""
    value = values[-1]
    if key not in (*_MANY, *_ONCE):
        return f"there is no key `{key}` in a head, only {', '.join((*_MANY, *_ONCE))}"
    if not value:
        return f"`{key}` is empty"
    if key in _ONCE and len(values) > 1:
        return f"`{key}` is given twice"
    if key == "step" and domains is not None and value not in (known := steps(domains)):
        return f"there is no step {value}, only {', '.join(known)}"
    return _PROBLEMS[key](value) if key in _PROBLEMS else ""


def _condition(value: str) -> str:
    """What is wrong with what a line says of a database."""
    if value.startswith(_ROWS):
        query = value.removeprefix(_ROWS)
        return (
            "" if query.upper().startswith(("SELECT ", "WITH ")) else "`rows` must be followed by a query: SELECT ..."
        )
    path, of_type, type_ = value.partition(_OF_TYPE)
    if of_type and (not path.startswith("column ") or not type_):
        return f"`{value}`: a column has a type: write `column table.name of type integer`"
    name, parenthesis, rest = type_.partition("(")
    if name.strip().lower() in _ALIASES:
        return f"PostgreSQL prints that type as `{_ALIASES[name.strip().lower()]}{parenthesis}{rest}`: write it so"
    return _no_id(path)


def _renames(value: str) -> str:
    before, to, after = value.partition(" to ")
    same = [*before.split()[:1], *before.rpartition(".")[:1]] if before.startswith("column ") else before.split()[:1]
    fits = [*after.split()[:1], *after.rpartition(".")[:1]] if after.startswith("column ") else after.split()[:1]
    if not to or same != fits or before.split()[0] not in ("column", "table"):
        return "`renames` must be `table a to table b`, or `column t.a to column t.b` of the same table"
    return _no_id(before) or _no_id(after)


def _batches(value: str) -> str:
    return "" if _BATCH.fullmatch(value) else "`batch` must be `10000 rows of orders by id`: a number, a table, its key"


def _no_id(value: str) -> str:
    """Why a value is no object's id; empty when it is one."""
    kind, _, path = value.partition(" ")
    kinds = [each for each in KINDS if each not in PRIVILEGES]
    if kind not in (*kinds, "label"):
        return f"there is no kind of object `{kind}`, only {', '.join((*kinds, 'label'))}; or `rows SELECT ...`"
    if not path.strip() or (kind in rename.PARTS and "." not in path):
        of = {"label": "type."}.get(kind, "table.") if kind in rename.PARTS else ""
        return f"`{value}` does not name a {kind}: write `{kind} {of}name`"
    return ""


_PROBLEMS: Mapping[str, Callable[[str], str]] = {
    "has": _condition,
    "lacks": _condition,
    "makes": _no_id,
    "renames": _renames,
    "batch": _batches,
}
