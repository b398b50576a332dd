"""What a deploy is about to do, done to restored copies of the databases first. Writes those copies, and drops them."""

import secrets
import time
from collections.abc import Generator, Iterator, Sequence
from functools import partial

from pyinfra.api.arguments import ConnectorArguments
from pyinfra.api.command import PyinfraCommand
from pyinfra.api.host import Host
from pyinfra.api.operation import operation
from pyinfra.api.state import State as PyinfraState
from pyinfra.context import host

from ai_engine_db.backup_format import names, scratch_database
from ai_engine_db.execution.commands import Refuse
from ai_engine_db.execution.difference import removing
from ai_engine_db.execution.load import Restoration, obstacle
from ai_engine_db.operations import database, extension, privileges, reference_data, schema, search, verify
from ai_engine_db.runtime import backups, host_settings, host_state, interrupts, schema_lock, summary
from ai_engine_db.runtime.host_run import Taken
from ai_engine_db.schema.statements import steps
from ai_engine_db.settings import Settings


class Rehearse(PyinfraCommand):
    """Restores backups into copies, runs the operations of the deploy on these, verifies them, and drops them."""

    def __init__(self, wanted: Settings, taken: Sequence[Taken]) -> None:
        super().__init__()
        self.wanted = wanted
        self.taken = taken

    def __repr__(self) -> str:
        return f"Rehearse({', '.join(each.manifest.name for each in self.taken)})"

    def execute(self, state_: PyinfraState, target: Host, arguments: ConnectorArguments) -> bool:
        token = secrets.token_hex(4)
        works = {
            names.scratch(each.manifest.database, "rehearsal", token): Restoration(
                state_, target, arguments, self.wanted, each.manifest
            )
            for each in self.taken
        }

        def drop() -> None:
            for copy, work in works.items():
                work.run(scratch_database.drop(copy), f"{copy}: dropped")

        with interrupts.before_leaving(state_, target, drop):
            try:
                good = all(work.load(copy, keep=True) for copy, work in works.items())
                started = time.monotonic()
                good = good and self._run(state_, target, arguments, dict(zip(self._databases(), works, strict=True)))
                took = time.monotonic() - started
            finally:
                drop()
                host_state.note_change(target)
                schema.start_over(target)
        interrupts.stay()
        if good:
            target.log_styled(f"    the rehearsal took {took:.2f} s", fg="green")
            summary.note(target, "rehearsal", f"{took:.2f} s on copies of {' and '.join(self._databases())}")
        else:
            what = " and ".join(self._databases())
            target.log_styled(f"The rehearsal failed, see above. Nothing was changed in {what}.", fg="red")
        return good

    def _databases(self) -> list[str]:
        return [each.manifest.database for each in self.taken]

    def _run(self, state_: PyinfraState, target: Host, arguments: ConnectorArguments, copies: dict[str, str]) -> bool:
        """Runs what the deploy runs, with the names of the copies in place of the databases'."""
        # A database without a copy is named like one that is not there, so that nothing can reach it.
        first, second = (copies.get(name, names.scratch(name, "absent", "0")) for name in self.wanted.databases)
        with host_settings.instead(target, db_name=first, db_test_name=second):
            host_state.note_change(target)
            for command in _commands(target, list(copies.values())):
                if not command.execute(state_, target, arguments):
                    return False
            host_state.note_change(target)
            wrong = verify.missing(target, list(copies.values()))
            for line in wrong:
                target.log_styled(line, fg="red")
        return not wrong


def _commands(target: Host, databases: Sequence[str]) -> Iterator[PyinfraCommand]:
    """What the steps of ``deploy.py`` from here on would do; each looks at what the ones before it have left."""
    yield from removing(target, partial(database.databases, names=databases))
    host_state.note_change(target)
    yield from removing(target, partial(extension.extensions, databases=databases))
    host_state.note_change(target)
    domains = steps(item.domain for item in schema_lock.read().objects.values())
    for step in domains:
        yield from schema.step._inner(step, domains, databases)
    host_state.note_change(target)
    for find in (search.search, privileges.privileges, reference_data.reference_rows):
        yield from removing(target, partial(find, databases=databases))


@operation()
def rehearse(wanted: Settings) -> Generator[PyinfraCommand, None, None]:
    """Rehearses the rest of the deploy on copies of the databases that this run has backed up.

    Args:
        wanted: the settings.
    """
    now = host_state.of(host)
    if now.unknown:
        yield Refuse(now.unknown)
        return
    if not host.state.is_executing:
        # The backups are yet to be taken.
        yield Rehearse(wanted, ())
        return
    taken = backups.taken(host)
    if problem := next(filter(None, (obstacle(host, wanted, each.manifest) for each in taken)), ""):
        yield Refuse(f"{problem}. Nothing was changed.")
    elif taken:
        yield Rehearse(wanted, taken)
    else:
        host.noop("no database is about to change")
