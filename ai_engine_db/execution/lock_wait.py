"""Whose turn it is: says for whom we wait, and waits until another deploy has ended. Reads; writes nothing."""

from collections.abc import Mapping

from pyinfra.api.host import Host

from ai_engine_db.execution.session import SessionResult, look, look_at_locks
from ai_engine_db.facts.answers import Lines
from ai_engine_db.facts.server import NO_CONNECTION
from ai_engine_db.runtime import host_settings, host_state
from ai_engine_db.transport.retry import retrying

# How often a plan is made anew because the database was changed in the meantime.
ROUNDS = 20


class LockWait:
    """The waiting of one piece of work, which comes to an end."""

    def __init__(self, target: Host) -> None:
        self.target = target
        self.rounds = 0
        self.told: set[str] = set()

    def next(self, left: Mapping[str, SessionResult]) -> str:
        """Says why work is left, by database, and waits for other deploys; gives a reason to do so no longer."""
        self.rounds += 1
        for database, outcome in left.items():
            if outcome.stale and host_settings.of(self.target).plan:
                # A plan file is what is to be done, and another plan is not.
                return f"database {database}: changed since the plan was made: make a new plan"
            if outcome.held and (problem := self._wait(*outcome.held)):
                return problem
            if outcome.stale:
                self._tell(outcome.stale, f"{outcome.stale} was changed since the plan was made; planning again")
                if self.rounds > ROUNDS:
                    return (
                        f"database {outcome.stale} keeps being changed by other sessions; deploy when that has stopped"
                    )
            if outcome.locked:
                self._tell_lock(database, outcome.error.splitlines()[0])
        return ""

    def _tell(self, about: str, line: str) -> None:
        if about not in self.told:
            self.told.add(about)
            self.target.log_styled(f"    {line}", fg="yellow")

    def _wait(self, database: str, who: str) -> str:
        # A deploy has several sessions, one after the other: they have its name, and server processes of their own.
        name = who.partition(" (role ")[0]
        self._tell(f"{name} in {database}", f"waiting for {who} in database {database}")
        limit = host_settings.of(self.target).db_lock_wait
        if still := retrying(limit, bool)(self._lines, look(database)):
            return (
                f"gave up after {limit} s (DB_LOCK_WAIT): {' and '.join(still)} is still working in database"
                f" {database}."
                " This step changed nothing there; try again later."
            )
        return ""

    def _tell_lock(self, database: str, error: str) -> None:
        who = "; ".join(self._lines(look_at_locks(database)))
        what = "a connection" if NO_CONNECTION in error else "a lock"
        self._tell(error, f"waiting for {what}: {error}{f' ({who})' if who else ''}")

    def _lines(self, script: str) -> list[str]:
        superuser = host_state.of(self.target).docker.superuser
        container = host_state.container(self.target)
        found = self.target.get_fact(Lines, container=container, superuser=superuser, script=script)
        return [line for line in found or () if line]
