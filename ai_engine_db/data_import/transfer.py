"""An import, from a plan to its proof. Writes the target: rows, and its journal while that is unfinished."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

import psycopg

from ai_engine_db.data_import import comparison, copy, finish, gone, journal, merge, order
from ai_engine_db.data_import.catalog import Reference
from ai_engine_db.data_import.digest import Result
from ai_engine_db.data_import.ends import Connection
from ai_engine_db.data_import.options import Options
from ai_engine_db.data_import.pairs import Pair
from ai_engine_db.data_import.plan import Plan
from ai_engine_db.data_import.pool import Action, Node, Pool
from ai_engine_db.data_import.progress import Watch
from ai_engine_db.data_import.survey import filled, scope_options

Say = Callable[[str], None]


class WorkError(Exception):
    """The import stopped; the message names the table and why."""


class MovedError(WorkError):
    """A unique value that an earlier run brought is another row's now, in a way that no order of rows satisfies."""


def run(plan: Plan, options: Options, target: Connection, pool: Pool, say: Say) -> dict[str, Result]:
    """Brings the rows over, and proves it.

    Args:
        plan: without problems.
        options: of the import.
        target: a session that may write.
        pool: of more.
        say: writes a line for people.

    Returns:
        What both ends have of each table.

    Raises:
        WorkError: a row could not be brought.
    """
    empty = {name for name, each in plan.scope.items() if each.copied}
    if late := empty & filled(target, plan):
        raise WorkError(f"rows were added to {', '.join(sorted(late))} since the plan was made: run it again")
    begun = plan.begun or journal.begin(target, plan.identity, scope_options(options))
    if plan.scope:
        journal.drop(target, plan.scope)
        journal.add(target, ((plan.pairs[name], scope) for name, scope in plan.scope.items()))
    # From here on the journal has it, should the work have to begin anew.
    begun = plan.begun = replace(begun, scope={**begun.scope, **plan.scope})
    plan.scope.clear()
    scope = begun.scope
    references = plan.target.references
    groups = order.groups(_parents(plan))
    if plan.again:
        say(f"removed again, to be imported anew: {', '.join(sorted(plan.again))}")
        back = [plan.pairs[name] for group in groups for name in group if name in plan.again]
        gone.take_back(target, back, references)
        plan.again.clear()
    pieces = {name: len(parts) for name, parts in plan.copied.items()}
    with Watch(plan.rows, pieces, say, pool.check) as watch:
        pool.run(_nodes(plan, options, groups, references, watch, resumed=begun.resumed))
    say(f"copied {watch.summary}")
    ordered = [plan.pairs[name] for group in groups for name in group]
    if begun.resumed and (left := finish.sweep(target, ordered, references)):
        raise WorkError("\n".join(left))
    for line in finish.sequences(target, plan.source, plan.target, plan.pairs, whole=not options.tables):
        say(line)
    for line in finish.refresh(target):
        say(line)
    finish.analyze(target, [plan.pairs[name] for name in scope if name in plan.pairs])
    results = comparison.of(
        pool,
        [plan.pairs[name] for name in scope if name in plan.pairs],
        {name: each.copied for name, each in scope.items()},
        keep=options.conflict == "keep",
    )
    _close(target, results)
    return {**plan.results, **results}


def _close(target: Connection, results: dict[str, Result]) -> None:
    """Drops the journal; or has the next run look at every row of the tables that differ."""
    if all(result.equal for result in results.values()):
        journal.end(target)
        return
    for name, result in results.items():
        if not result.equal:
            journal.redone(target, name)


def _parents(plan: Plan) -> dict[str, list[str]]:
    """By table in scope, those that its foreign keys name."""
    return {name: [key.table or "" for key in pair.target.foreign_keys] for name, pair in plan.pairs.items()}


def _nodes(
    plan: Plan,
    options: Options,
    groups: list[tuple[str, ...]],
    references: Mapping[str, Sequence[Reference]],
    watch: Watch,
    *,
    resumed: bool,
) -> Iterator[Node]:
    parents = _parents(plan)
    weights = order.weights(groups, parents, {name: plan.pairs[name].source.bytes for name in plan.work})
    group_of = {name: group for group in groups for name in group}
    for group in groups:
        working = [plan.pairs[name] for name in group if name in plan.copied or name in plan.merged]
        after = {group_of[parent] for name in group for parent in parents[name] if parent in group_of} - {group}
        actions: list[Action]
        if not working:
            actions = [_nothing]
        elif len(group) == 1 and group[0] in plan.copied:
            left = plan.copied[group[0]]
            actions = [partial(_copy, part, watch) for part in left]
        else:
            merging = partial(merge.merge, references=references, conflict=options.conflict, resumed=resumed)
            actions = [partial(_merge, merging, working, watch)]
        yield Node(group, actions, frozenset(after), weights[group])


def _nothing(_source: Connection, _target: Connection) -> None:
    """A table without work still has its place in the order."""


def _copy(part: copy.Part, watch: Watch, source: Connection, target: Connection) -> None:
    try:
        copy.copy(source, target, part, watch.moved)
    except psycopg.Error as error:
        raise WorkError(merge.explain(error, part.pair.name)) from error
    watch.done(part.pair.name)


def _merge(
    merging: Callable[..., None], pairs: list[Pair], watch: Watch, source: Connection, target: Connection
) -> None:
    try:
        merging(source, target, pairs, moved=watch.moved)
    except psycopg.errors.UniqueViolation as error:
        raise MovedError(merge.explain(error, ", ".join(pair.name for pair in pairs))) from error
    except (psycopg.Error, merge.ConflictError) as error:
        raise WorkError(merge.explain(error, ", ".join(pair.name for pair in pairs))) from error
    for pair in pairs:
        watch.done(pair.name)
