"""How many rows and bytes an import has to do with. Reads; counts only where that takes no time."""

from ai_engine_db.data_import.ends import Connection
from ai_engine_db.data_import.pairs import Pair, where
from ai_engine_db.data_import.plan import COUNTED_BYTES, Plan


def rows(source: Connection, plan: Plan) -> dict[str, int]:
    """Rows in scope by table: their number where counting takes no time, else the planner's estimate."""
    small = [pair for pair in plan.pairs.values() if pair.source.bytes < COUNTED_BYTES]
    queries = [f"SELECT {n}, count(*) FROM {pair.table}{where(pair.condition)}" for n, pair in enumerate(small)]
    counted = source.execute(" UNION ALL ".join(queries)).fetchall() if queries else []
    found = {small[n].name: int(count) for n, count in counted}
    for pair in plan.pairs.values():
        if pair.name not in found:
            found[pair.name] = _estimate(source, pair, pair.condition)
    return found


def _estimate(source: Connection, pair: Pair, condition: str) -> int:
    """The planner's estimate of rows, at least one."""
    row = source.execute(f"EXPLAIN (FORMAT JSON) SELECT FROM {pair.table}{where(condition)}").fetchone()
    return max(1, int(row[0][0]["Plan"]["Plan Rows"])) if row else 1


def needed(plan: Plan, source: Connection, jobs: int) -> int:
    """Bytes that the work may take in the target: rows with their indexes, and the stages of merges at once."""
    total = 0.0
    for name in plan.work:
        pair = plan.pairs[name]
        all_rows = max(plan.rows[name], _estimate(source, pair, "") if pair.condition else 1)
        if left := plan.copied.get(name):
            coming = plan.rows[name] * len(left) / left[0].of
        else:
            coming = plan.found[name].added if name in plan.found else 0
        total += pair.source.total * coming / all_rows
    stages = sorted((plan.pairs[name].source.bytes for name in plan.merged), reverse=True)
    return int(total) + sum(stages[:jobs])
