"""A database dumped into a folder beside the backups, while no deploy works in it. Writes that folder alone."""

import shlex
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from pyinfra.api.arguments import ConnectorArguments
from pyinfra.api.host import Host
from pyinfra.api.state import State as PyinfraState

from ai_engine_db.backup_format import contents, names
from ai_engine_db.execution import parallel, script, session
from ai_engine_db.execution.activity import Transfer
from ai_engine_db.execution.lock_wait import LockWait
from ai_engine_db.execution.terminate import ending
from ai_engine_db.facts.backup import Shelves
from ai_engine_db.runtime import host_state, progress
from ai_engine_db.settings import Settings
from ai_engine_db.transport import psql, shell
from ai_engine_db.transport.retry import retrying

FILES = Path(__file__).parent

# What backup.sh prints when another deploy is at a backup of the same name.
TAKEN = "##taken##"


@dataclass(frozen=True, slots=True)
class Dumped:
    """A dump that lacks its manifest.

    Attributes:
        name: of the backup that it will be; empty when none is due any more.
        moment: of it, by the host's clock.
        lines: what backup.sh printed of it.
    """

    name: str = ""
    moment: datetime = field(default=datetime.min)
    lines: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Dump:
    """What a dump works with: the run, the host, its settings, and the database."""

    state: PyinfraState
    host: Host
    arguments: ConnectorArguments
    settings: Settings
    database: str

    def in_turn(self, due: Callable[[], bool]) -> Dumped | None:
        """Dumps; when somebody was in the way, again, for as long as DB_LOCK_WAIT says. None when that failed.

        Args:
            due: whether there is still a reason to, after another deploy has worked there.
        """
        turns = LockWait(self.host)

        def attempt() -> tuple[Dumped | None, bool]:
            """What came of it, and whether to try again."""
            if turns.rounds:
                host_state.reread(self.host)
                if not due():
                    return Dumped(), False
            dumped = self._once()
            found = session.result_of(dumped.lines if dumped else (), "")
            if not found.again:
                return dumped, dumped is not None and dumped.lines == [TAKEN]
            if problem := turns.next({self.database: found}):
                self.host.log_styled(problem, fg="red")
            return None, not problem

        limit = self.settings.db_lock_wait
        dumped, again = retrying(limit, lambda found: found[1], longest=10)(attempt)
        if again:
            self.host.log_styled(f"Gave up after {limit} s (DB_LOCK_WAIT).", fg="red")
        return None if again else dumped

    def _once(self) -> Dumped | None:
        shelf = self.host.get_fact(Shelves, directory=self.settings.backup_dir)
        name = names.new(self.database, shelf.now, shelf.taken)
        application, owner = session.application(), host_state.owner(self.host, self.database)
        words = [
            *map(shlex.quote, (self.settings.db_container, self.settings.backup_user, owner, self.database)),
            *(shell.path(self.settings.backup_dir), shlex.quote(name), shlex.quote(application)),
        ]
        inputs = {
            "dump": parallel.FUNCTIONS + (FILES / "dump.sh").read_text(),
            "opening": session.OPEN,
            "contents": contents.SQL,
        }
        inputs["owning"] = f"{psql.READING_ROWS} -c lock_timeout=60s"
        inputs["reading"] = f"{psql.READING} -c lock_timeout=60s -c lc_messages=C"
        transfer = Transfer(self.host, self.arguments, self.database, application)
        shown = progress.shown(self.host, f"backing up {self.database}", transfer.look)
        with shown, ending(self.state, self.host, self.arguments, application=application):
            lines = script.run(self.state, self.host, self.arguments, FILES / "backup.sh", words, **inputs)
        return None if lines is None else Dumped(name, shelf.now, lines)
