"""The order of tables that their foreign keys ask for. Pure: tables in, groups of tables out."""

from collections.abc import Iterable, Mapping, Sequence


def groups(references: Mapping[str, Iterable[str]]) -> list[tuple[str, ...]]:
    """Tables in an order in which a referenced one comes first; those that refer to each other in a circle together.

    Args:
        references: by table, the tables that its foreign keys name. Others than the keys are left out.

    Returns:
        Strongly connected components (Tarjan), in topological order.
    """
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[tuple[str, ...]] = []

    def visit(table: str) -> None:
        index[table] = low[table] = len(index)
        stack.append(table)
        for other in sorted(references[table]):
            if other not in references:
                continue
            if other not in index:
                visit(other)
                low[table] = min(low[table], low[other])
            elif other in stack:
                low[table] = min(low[table], index[other])
        if low[table] == index[table]:
            at = stack.index(table)
            found.append(tuple(sorted(stack[at:])))
            del stack[at:]

    for table in sorted(references):
        if table not in index:
            visit(table)
    return found


def weights(
    order: Sequence[tuple[str, ...]], references: Mapping[str, Iterable[str]], sizes: Mapping[str, int]
) -> dict[tuple[str, ...], int]:
    """The size of each group with the longest chain of groups that wait for it: what has most behind it goes first."""
    group_of = {table: group for group in order for table in group}
    behind: dict[tuple[str, ...], int] = dict.fromkeys(order, 0)
    total: dict[tuple[str, ...], int] = {}
    for group in reversed(order):
        total[group] = sum(sizes.get(table, 0) for table in group) + behind[group]
        for table in group:
            for parent in references[table]:
                if parent in group_of and (other := group_of[parent]) != group:
                    behind[other] = max(behind[other], total[group])
    return total
