"""An import as a process of its own: settings and ``go`` on stdin, one JSON object a line on stdout.

Bars go to stderr, where that is a terminal. When stdin ends, whoever started this is gone: it stops, and so does
PostgreSQL; what was not committed is rolled back.
"""

import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import psycopg

from ai_engine_db.data_import import comparison, journal, survey, transfer
from ai_engine_db.data_import.digest import Result
from ai_engine_db.data_import.ends import End, EndError, exported
from ai_engine_db.data_import.options import Options
from ai_engine_db.data_import.plan import Plan
from ai_engine_db.data_import.pool import Pool
from ai_engine_db.data_import.transfer import WorkError
from ai_engine_db.signals import SIGNALS

_INTERRUPTED = 130


def say(text: str, color: str = "") -> None:
    """A line for people."""
    _tell(say=text, color=color)


def _tell(**message: Any) -> None:
    print(json.dumps(message, ensure_ascii=False), flush=True)  # noqa: T201


class _Orders:
    """What stdin says: first the settings, then ``go``; its end is the end of this process."""

    def __init__(self) -> None:
        self._input = iter(lambda: os.read(0, 1 << 16), b"")
        text = b""
        while not text.endswith(b"\n"):
            text += next(self._input, b"\n")
        self.settings: dict[str, Any] = json.loads(text)
        self.go = threading.Event()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for _ in self._input:
            self.go.set()
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)


def main() -> int:
    """Plans; waits for ``go``; works. The exit code is 0 only when all of it is well."""
    for each in SIGNALS:
        signal.signal(each, signal.default_int_handler)
    orders = _Orders()
    given = orders.settings
    source = End("legacy", "LEGACY_", "LEGACY_", given["source"])
    target = End("target", "DB_", "LEGACY_TARGET_", given["target"], owner=True)
    options = Options(**given["options"])
    try:
        return _import(source, target, options, given["free"], orders)
    except (EndError, WorkError, psycopg.Error) as error:
        holders = [words for end in (source, target) for words in end.holders()] if _locked(error) else []
        _tell(problems=[str(error).strip(), *holders])
        return 1
    except KeyboardInterrupt:
        return _INTERRUPTED


def _locked(error: BaseException | None) -> bool:
    """Whether an error came of a table that somebody has locked."""
    return error is not None and (isinstance(error, psycopg.errors.LockNotAvailable) or _locked(error.__context__))


def _import(source: End, target: End, options: Options, free: int | None, orders: _Orders) -> int:
    problems = []
    for end in (source, target):
        try:
            end.connect().close()
        except EndError as error:
            problems.append(str(error))
    if problems:
        _tell(problems=problems)
        return 1
    with exported(source) as (there, snapshot), target.connect(read_only=True) as here:
        plan = survey.read(there, here, options)
        with Pool(source, target, snapshot, options.jobs, read_only=True) as pool:
            if options.verify_only:
                return _verify(plan, pool)
            if not journal.claim(here):
                plan.problems.append("another import into this database is running: let it finish")
            fallback = "{host}:{port}/{dbname}".format(**source.parameters)
            survey.complete(plan, there, here, pool, options, fallback, free)
        if plan.problems:
            _tell(problems=plan.problems)
            return 1
        for sign, line in plan.lines(options):
            say(f"{sign} {line}", {"+": "green", "~": "yellow"}.get(sign, ""))
        idle = not plan.work and plan.begun is None
        _tell(work=0 if idle else max(1, len(plan.work)))
        orders.go.wait()

        def run() -> int:
            with Pool(source, target, snapshot, options.jobs, read_only=False) as pool, target.connect() as writer:
                return _shown(transfer.run(plan, options, writer, pool, say))

        return _anew(plan, run)


def _anew(plan: Plan, run: Callable[[], int]) -> int:
    """Runs; and once more from the start, where an earlier run brought rows that are in the way of new ones."""
    try:
        return run()
    except transfer.MovedError as error:
        if not (plan.begun and plan.begun.resumed):
            raise
        say(str(error), "yellow")
        plan.redo(plan.begun.scope)
        return run()


def _verify(plan: Plan, pool: Pool) -> int:
    if plan.problems:
        for line in plan.problems:
            say(f"! {line}", "yellow")
    results, found = comparison.verify(pool, plan.pairs)
    code = _shown(results)
    for name, each in sorted(found.items()):
        examples = "; ".join(f"{kind} {', '.join(keys)}" for kind, keys in each.examples.items())
        say(
            f"{name}: {each.added} only in legacy, {each.gone} only in target, {each.changed} differ ({examples})",
            "red",
        )
    return code or int(bool(plan.problems))


def _shown(results: dict[str, Result]) -> int:
    for line in comparison.table(results):
        say(line)
    different = [name for name, result in results.items() if not result.equal]
    if different:
        _tell(problems=[f"the legacy and the target database differ in {', '.join(sorted(different))}"])
    return int(bool(different))


if __name__ == "__main__":
    code = _INTERRUPTED
    with suppress(KeyboardInterrupt):
        code = main()
    sys.exit(code)
