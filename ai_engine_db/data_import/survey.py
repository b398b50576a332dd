"""Looks at both ends: what is to be done, and all that would go wrong. Reads; changes only the plan."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from ai_engine_db import units
from ai_engine_db.data_import import catalog, checks, digest, journal, natural, pairs, references, sizes
from ai_engine_db.data_import.copy import Part, fingerprint, parts
from ai_engine_db.data_import.digest import Result
from ai_engine_db.data_import.ends import Connection, EndError
from ai_engine_db.data_import.options import Options
from ai_engine_db.data_import.pairs import Pair
from ai_engine_db.data_import.plan import Plan
from ai_engine_db.data_import.pool import Node, Pool

# Of the source's heap in one part, so that a large table has several at once and a lost part is soon done again.
PART_BYTES = 8 << 20
_PAGE = 8192
_TID_RANGES = 140000


def read(source: Connection, target: Connection, options: Options) -> Plan:
    """Pairs the tables and lists what can be seen without looking at a row.

    Raises:
        EndError: to look at a row would run functions of users as the legacy server's superuser.
    """
    there, here = catalog.read(source), catalog.read(target)
    if there.superuser and there.calling:
        raise EndError(
            f"the legacy role is a superuser, and user-defined functions are in indexes or statistics of"
            f" {', '.join(there.calling)}: reading those tables would run them. Use a read-only role (LEGACY_USER)"
        )
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
    if problem or wrong or not all(pair.source.readable for pair in plan.pairs.values()):
        return
    plan.rows = sizes.rows(source, plan)
    looking = Look(plan, filled(target, plan), options)
    pool.run(
        Node(name, [partial(looking.at, pair=pair)], weight=pair.source.bytes) for name, pair in plan.pairs.items()
    )
    plan.problems += sorted(looking.problems)
    plan.redo(looking.again)
    needed = sizes.needed(plan, source, options.jobs)
    if free is not None and (short := units.shortage("the legacy rows with their indexes", needed, "the target", free)):
        plan.problems.append(short)


def scope_options(options: Options) -> dict[str, object]:
    """The options that an import has to be gone on with."""
    return options.model_dump(mode="json", include={"tables", "exclude", "where", "conflict", "ignore_extra"})


def filled(target: Connection, plan: Plan) -> frozenset[str]:
    """The tables of the target that have rows."""
    queries = [f"SELECT {n} WHERE EXISTS (SELECT FROM {pair.table})" for n, pair in enumerate(plan.pairs.values())]
    names = list(plan.pairs)
    return (
        frozenset(names[n] for (n,) in target.execute(" UNION ALL ".join(queries)).fetchall())
        if queries
        else frozenset()
    )


@dataclass(slots=True)
class Look:
    """A look at the rows of each table.

    Attributes:
        plan: gets what there is to do.
        filled: the tables of the target that have rows.
        options: of the import.
        problems: what was found to be wrong.
        again: tables that nothing but beginning anew can go on with.
    """

    plan: Plan
    filled: frozenset[str]
    options: Options
    problems: list[str] = field(default_factory=list)
    again: set[str] = field(default_factory=set)

    def at(self, source: Connection, target: Connection, pair: Pair) -> None:
        """Checks the rows of one table, and puts it where it belongs."""
        begun, rows = self.plan.begun, self.plan.rows[pair.name]
        problems: list[str] = []
        if rows and (unreadable := checks.encoding(source, pair)):
            # Nothing that reads those rows would say whose they are.
            self.plan.results[pair.name] = Result()
            self.problems.append(unreadable)
            return
        if rows:
            problems += checks.problems(source, pair, superuser=self.plan.source.superuser)
            problems += references.dangling(source, target, pair, self.plan.pairs)
        if begun and pair.name in begun.scope and not self._untouched(begun, pair):
            self._resume(begun, source, pair)
        elif pair.name not in self.filled:
            self.plan.results[pair.name] = Result()
            if rows:
                scope = self.plan.scope[pair.name] = journal.Scope(True, part_pages(self.plan, pair))
                self.plan.copied[pair.name] = parts(pair, scope)
        else:
            problems += self._differ(source, target, pair)
        # At once: other threads do the same.
        self.problems.extend(problems)

    def _differ(self, source: Connection, target: Connection, pair: Pair) -> Iterator[str]:
        """Looks how a table with rows differs, and gives what is wrong with that."""
        plan, conflict = self.plan, self.options.conflict
        result = plan.results[pair.name] = Result(digest.of_source(source, pair), digest.of_target(target, pair))
        if result.equal:
            return
        if not pair.keys:
            yield f"table {pair.name}: already has other rows, and no primary key in both databases to merge by"
            return
        compared = plan.found[pair.name] = digest.compare(
            source, target, pair, own="true", made=natural.made(pair), keep=conflict == "keep"
        )
        plan.results[pair.name] = compared.result
        if compared.added:
            yield from references.collisions(source, target, pair)
        if conflict == "fail":
            yield from self._conflicts(source, target, pair, compared)
        if compared.added or compared.made or (compared.changed and conflict == "replace"):
            plan.scope[pair.name] = journal.Scope(False, 0)
            plan.merged.add(pair.name)

    def _conflicts(
        self, source: Connection, target: Connection, pair: Pair, compared: digest.Comparison
    ) -> Iterator[str]:
        """The target's own rows that would have to become other ones."""
        changed = compared.changed
        examples = compared.examples.get("changed", [])
        if natural.applies(pair):
            others = natural.changed(source, target, pair)
            changed, examples = changed + len(others), [*examples, *others][: digest.SHOWN]
        if changed:
            yield (
                f"table {pair.name}: {changed} rows exist with other values ({', '.join(examples)}):"
                " conflict=keep keeps those, conflict=replace replaces them"
            )

    def _untouched(self, begun: journal.Journal, pair: Pair) -> bool:
        """Whether an unfinished import brought nothing of a table yet, and somebody else filled it meanwhile."""
        done = any(name == pair.name for name, _ in begun.parts)
        return begun.scope[pair.name].copied and not done and pair.name in self.filled

    def _resume(self, begun: journal.Journal, source: Connection, pair: Pair) -> None:
        """Goes on with a table: with the parts that are missing, or row by row when its source changed since."""
        scope = begun.scope[pair.name]
        done = {part: mark for (name, part), mark in begun.parts.items() if name == pair.name}
        wanted = {part.number: part for part in parts(pair, scope)}
        known = {**wanted, journal.WHOLE: Part(pair, 0, 0)}
        changed = any(
            number not in known or fingerprint(source, known[number]) != mark for number, mark in done.items()
        )
        if changed and not pair.keys:
            self.again.add(pair.name)
        elif changed or not (scope.copied or done):
            self.plan.merged.add(pair.name)
        elif journal.WHOLE not in done and (left := [part for part in wanted.values() if part.number not in done]):
            self.plan.copied[pair.name] = left


def part_pages(plan: Plan, pair: Pair) -> int:
    """Pages in a part; 0 for a table that is copied in one, because its rows or its triggers want it."""
    whole = (
        pair.source.pages is None
        or plan.source.version < _TID_RANGES
        or pair.target.insert_triggers
        or any(key.table == pair.name for key in pair.target.foreign_keys)
    )
    return 0 if whole else PART_BYTES // _PAGE
