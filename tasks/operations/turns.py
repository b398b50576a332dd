"""Whose turn it is: waits for another deploy by looking again and again, and says for whom. Reads; writes nothing."""

from collections.abc import Sequence

from pyinfra.api.host import Host

from tasks import settings, state
from tasks.facts.answers import Lines
from tasks.operations.session import Outcome, look

# How often a plan is made anew because the database was changed in the meantime.
ROUNDS = 20


class Turns:
    """The waiting of one piece of work, which comes to an end."""

    def __init__(self, target: Host) -> None:
        self.target = target
        self.rounds = 0
        self.told: set[tuple[str, str]] = set()

    def next(self, outcomes: Sequence[Outcome]) -> str:
        """Waits until nobody else works in the databases; gives the reason if it gives up."""
        self.rounds += 1
        for outcome in outcomes:
            if outcome.held and (problem := self._wait(*outcome.held)):
                return problem
            if outcome.stale:
                self.target.log_styled(
                    f"    {outcome.stale} was changed by somebody else since the plan was made; reading it again",
                    fg="yellow",
                )
                if self.rounds > ROUNDS:
                    return f"database {outcome.stale} is changed by others all the time; deploy again when it is not"
        return ""

    def _wait(self, database: str, who: str) -> str:
        import tenacity

        # A deploy has several sessions, one after the other.
        name = who.partition(" (role ")[0]
        if (database, name) not in self.told:
            self.told.add((database, name))
            self.target.log_styled(f"    waiting for {who} in database {database}", fg="yellow")
        limit = settings.of(self.target).db_lock_wait
        patience = tenacity.Retrying(
            stop=tenacity.stop_after_delay(limit),
            wait=tenacity.wait_random(0.3, 1.0),
            retry=tenacity.retry_if_result(bool),
            retry_error_callback=lambda last: last.outcome.result() if last.outcome else "",
        )
        if still := patience(self._holder, database):
            return (
                f"gave up after {limit} s (DB_LOCK_WAIT): {still} still works in database {database}."
                " Nothing of this step was changed there; deploy again later."
            )
        return ""

    def _holder(self, database: str) -> str:
        superuser = state.of(self.target).docker.superuser
        container = state.container(self.target)
        lines = self.target.get_fact(Lines, container=container, superuser=superuser, script=look(database))
        return " and ".join(lines or ())
