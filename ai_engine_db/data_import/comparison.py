"""The proof: rows and digests of both ends, table by table. Reads both; a difference is for the caller to fail on."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from rich.console import Console
from rich.table import Table

from ai_engine_db.data_import import digest, journal
from ai_engine_db.data_import.digest import Comparison, Result
from ai_engine_db.data_import.ends import Connection
from ai_engine_db.data_import.pairs import Pair
from ai_engine_db.data_import.pool import Action, Node, Pool


def of(pool: Pool, pairs: Iterable[Pair], copied: Mapping[str, bool], *, keep: bool) -> dict[str, Result]:
    """Digests tables at both ends after an import.

    Args:
        pool: of connections.
        pairs: the tables.
        copied: by name, whether the table was empty before, so that all its rows count.
        keep: whether the target's own rows were to stay as they were.
    """
    results = {pair.name: Result() for pair in pairs}
    nodes = []
    for pair in pairs:
        by_key = partial(_by_key, results, pair=pair, keep=keep)
        actions = _whole(results[pair.name], pair, "") if copied[pair.name] else [by_key]
        nodes.append(Node(pair.name, actions, weight=pair.source.bytes))
    pool.run(nodes)
    return results


def verify(pool: Pool, pairs: Mapping[str, Pair]) -> tuple[dict[str, Result], dict[str, Comparison]]:
    """Digests tables at both ends, and compares those that differ key by key."""
    results = {name: Result() for name in pairs}
    pool.run(
        Node(name, _whole(results[name], pair, pair.condition), weight=pair.source.bytes)
        for name, pair in pairs.items()
    )
    found: dict[str, Comparison] = {}

    def compare(source: Connection, target: Connection, pair: Pair) -> None:
        found[pair.name] = digest.compare(source, target, pair, condition=pair.condition)

    pool.run(
        Node(name, [partial(compare, pair=pairs[name])])
        for name, result in results.items()
        if not result.equal and pairs[name].keys
    )
    return results, found


def _whole(result: Result, pair: Pair, condition: str) -> Sequence[Action]:
    def source(connection: Connection, _: Connection) -> None:
        result.source = digest.of_source(connection, pair)

    def target(_: Connection, connection: Connection) -> None:
        result.target = digest.of_target(connection, pair, condition)

    return source, target


def _by_key(results: dict[str, Result], source: Connection, target: Connection, pair: Pair, *, keep: bool) -> None:
    results[pair.name] = digest.compare(source, target, pair, own=journal.own(pair), keep=keep).result


def table(results: Mapping[str, Result]) -> Iterator[str]:
    """The lines of the table for people; tables without a row at either end are only counted."""
    shown = Table("table", "legacy rows", "target rows", "legacy digest", "target digest", "", box=None, pad_edge=False)
    empty = 0
    for name, result in sorted(results.items()):
        if result.equal and not result.source.rows and not result.kept and not result.own:
            empty += 1
            continue
        words = ["equal" if result.equal else "DIFFERENT"]
        words += [f"{result.kept} kept"] if result.kept else []
        words += [f"{result.own} only here"] if result.own else []
        shown.add_row(
            name,
            str(result.source.rows + result.kept),
            str(result.target.rows + result.kept + result.own),
            str(result.source),
            str(result.target),
            ", ".join(words),
        )
    console = Console(width=140, no_color=True)
    with console.capture() as captured:
        console.print(shown)
    yield from (line.rstrip() for line in captured.get().rstrip().splitlines())
    rows = sum(result.source.rows + result.kept for result in results.values())
    yield f"{len(results)} tables, {rows} rows; {empty} of the tables are empty in both databases"
