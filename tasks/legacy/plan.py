"""What an import has to do, from what both ends hold. Reads; the lines of a plan, and its problems, are for people."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from tasks.archive import room
from tasks.legacy import catalog, checks, digest, journal, natural, pairs, references
from tasks.legacy.copy import Part, fingerprint, parts
from tasks.legacy.digest import Comparison, Result
from tasks.legacy.ends import Connection
from tasks.legacy.options import Options
from tasks.legacy.pairs import Pair, where
from tasks.legacy.pool import Node, Pool

# Of the source's heap in one part, so that a large table has several at once and a lost part is soon done again.
PART_BYTES = 32 << 20
_PAGE = 8192
_COUNTED_BYTES = 1 << 20
_TID_RANGES = 140000


@dataclass(slots=True)
class Plan:
    """An import that can begin, unless there are problems.

    Attributes:
        source, target: the catalogs. pairs: the tables in scope.
        identity: of the legacy database.
        begun: the journal of an unfinished import; None for a new one.
        copied: parts to copy, by table. merged: tables to merge. scope: how, for those that no journal has yet.
        results: what both ends have of tables that are looked at and not in the journal.
        rows: an estimate by table, for what is copied or merged.
        found: how the ends differ, for tables with rows.
    """

    source: catalog.Catalog
    target: catalog.Catalog
    pairs: Mapping[str, Pair]
    problems: list[str]
    notes: list[str]
    identity: str = ""
    begun: journal.Journal | None = None
    copied: dict[str, list[Part]] = field(default_factory=dict)
    merged: set[str] = field(default_factory=set)
    scope: dict[str, journal.Scope] = field(default_factory=dict)
    results: dict[str, Result] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    found: dict[str, Comparison] = field(default_factory=dict)
    problems_of_rows: list[str] = field(default_factory=list)

    @property
    def work(self) -> list[str]:
        return sorted({*self.copied, *self.merged})

    def lines(self, options: Options) -> Iterator[tuple[str, str]]:
        """The plan, a sign and a line for each table that has work."""
        for note in self.notes:
            yield "!", note
        if self.begun:
            yield "~", "an unfinished import: goes on where it was"
        for name in self.work:
            size = self.pairs[name].source.bytes
            rows = f"{'' if size < _COUNTED_BYTES else 'about '}{self.rows[name]} rows"
            if name in self.copied:
                yield "+", f"table {name}: {rows}, {room.size(size)}"
            elif found := self.found.get(name):
                yield "~", f"table {name}: {_differences(found, options, natural.applies(self.pairs[name]))}"
            else:
                yield "~", f"table {name}: compare {rows} row by row"


def _differences(found: Comparison, options: Options, rekeyed: bool) -> str:
    kept = f"{found.changed} differ and are {'replaced' if options.conflict == 'replace' else 'kept'}"
    words = [f"{found.added} rows to add"] if found.added else []
    words += [kept] if found.changed else []
    words += ["rows that a deploy made get their legacy keys"] if rekeyed and found.added and found.own else []
    return ", ".join(words)


def read(source: Connection, target: Connection, options: Options) -> Plan:
    """Pairs the tables and lists what can be seen without looking at a row."""
    there, here = catalog.read(source), catalog.read(target)
    found, problems, notes = pairs.match(there, here, options)
    return Plan(there, here, found, problems, notes)


def complete(
    plan: Plan, source: Connection, target: Connection, pool: Pool, options: Options, fallback: str, free: int | None
) -> None:
    """Looks at the rows: what is to be done, and what would go wrong.

    Args:
        plan: to complete.
        source: in its snapshot.
        target: only to be read.
        pool: more of both.
        options: of the import.
        fallback: names the legacy database where its server does not.
        free: bytes that the target has, where that is known.
    """
    plan.identity = journal.identity(source, fallback)
    plan.begun, problem = journal.read(target, plan.identity, scope_options(options))
    plan.problems += [problem] if problem else []
    wrong = [line for pair in plan.pairs.values() if pair.condition and (line := checks.condition(source, pair))]
    plan.problems += wrong
    if problem or wrong:
        return
    filled = _filled(target, plan)
    pool.run(
        Node(name, [partial(_look, plan, filled, options, pair=pair)], weight=pair.source.bytes)
        for name, pair in plan.pairs.items()
    )
    plan.problems += sorted(plan.problems_of_rows)
    for name in plan.work:
        plan.rows[name] = _estimate(source, plan.pairs[name])
    needed = sum(plan.pairs[name].source.total for name in plan.copied)
    if free is not None and (short := room.shortage("the legacy rows with their indexes", needed, "the target", free)):
        plan.problems.append(short)


def scope_options(options: Options) -> dict[str, object]:
    """The options that an import has to be gone on with."""
    return options.model_dump(mode="json", include={"tables", "exclude", "where", "conflict", "ignore_extra"})


def _filled(target: Connection, plan: Plan) -> frozenset[str]:
    """The tables of the target that have rows."""
    queries = [f"SELECT {n} WHERE EXISTS (SELECT FROM {pair.table})" for n, pair in enumerate(plan.pairs.values())]
    names = list(plan.pairs)
    return (
        frozenset(names[n] for (n,) in target.execute(" UNION ALL ".join(queries)).fetchall())
        if queries
        else frozenset()
    )


def _look(
    plan: Plan, filled: frozenset[str], options: Options, source: Connection, target: Connection, pair: Pair
) -> None:
    """Checks the rows of one table, and puts it where it belongs."""
    found = [*checks.problems(source, pair), *references.dangling(source, target, pair, plan.pairs)]
    if plan.begun and pair.name in plan.begun.scope and not _untouched(plan.begun, pair, filled):
        _resume(plan, plan.begun, source, pair)
    elif pair.name not in filled:
        plan.results[pair.name] = Result()
        if _any(source, pair):
            scope = plan.scope[pair.name] = journal.Scope(True, part_pages(plan, pair))
            plan.copied[pair.name] = parts(pair, scope)
    elif not pair.keys:
        found.append(f"table {pair.name}: has rows already, and no primary key in both databases to merge by")
    else:
        found += _differ(plan, options, source, target, pair)
    plan.problems_of_rows += found


def _differ(plan: Plan, options: Options, source: Connection, target: Connection, pair: Pair) -> Iterator[str]:
    """Looks how a table with rows differs, and gives what is wrong with that."""
    result = plan.results[pair.name] = Result(digest.of_source(source, pair), digest.of_target(target, pair))
    if result.equal:
        return
    compared = plan.found[pair.name] = digest.compare(source, target, pair, own="true", keep=options.conflict == "keep")
    plan.results[pair.name] = compared.result
    if compared.added:
        yield from references.collisions(source, target, pair)
    if compared.changed and options.conflict == "fail":
        examples = ", ".join(compared.examples["changed"])
        yield (
            f"table {pair.name}: {compared.changed} rows are there with other values ({examples}):"
            " conflict=keep keeps those, conflict=replace replaces them"
        )
    if compared.added or (compared.changed and options.conflict == "replace"):
        plan.scope[pair.name] = journal.Scope(False, 0)
        plan.merged.add(pair.name)


def _untouched(begun: journal.Journal, pair: Pair, filled: frozenset[str]) -> bool:
    """Whether an unfinished import brought nothing of a table yet, and somebody else filled it meanwhile."""
    done = any(name == pair.name for name, _ in begun.parts)
    return begun.scope[pair.name].copied and not done and pair.name in filled


def _resume(plan: Plan, begun: journal.Journal, source: Connection, pair: Pair) -> None:
    """Goes on with a table: with the parts that are missing, or row by row when its source has changed since."""
    scope = begun.scope[pair.name]
    done = {part: mark for (name, part), mark in begun.parts.items() if name == pair.name}
    wanted = {part.number: part for part in parts(pair, scope)}
    known = {**wanted, journal.WHOLE: Part(pair, 0, 0)}
    changed = any(number not in known or fingerprint(source, known[number]) != mark for number, mark in done.items())
    if changed or not (scope.copied or done):
        plan.merged.add(pair.name)
    elif journal.WHOLE not in done and (left := [part for part in wanted.values() if part.number not in done]):
        plan.copied[pair.name] = left


def part_pages(plan: Plan, pair: Pair) -> int:
    """Pages in a part; 0 for a table that is copied in one, because its rows or its triggers want it."""
    whole = (
        pair.source.pages is None
        or plan.source.version < _TID_RANGES
        or pair.target.insert_triggers
        or any(key.table == pair.name for key in pair.target.foreign_keys)
    )
    return 0 if whole else PART_BYTES // _PAGE


def _any(source: Connection, pair: Pair) -> bool:
    row = source.execute(f"SELECT EXISTS (SELECT FROM {pair.table}{where(pair.condition)})").fetchone()
    return bool(row and row[0])


def _estimate(source: Connection, pair: Pair) -> int:
    """Rows in scope: the planner's estimate, or their number where counting takes no time."""
    rows = f"FROM {pair.table}{where(pair.condition)}"
    if pair.source.bytes < _COUNTED_BYTES:
        row = source.execute(f"SELECT count(*) {rows}").fetchone()
        return int(row[0]) if row else 0
    row = source.execute(f"EXPLAIN (FORMAT JSON) SELECT {rows}").fetchone()
    return int(row[0][0]["Plan"]["Plan Rows"]) if row else 0
