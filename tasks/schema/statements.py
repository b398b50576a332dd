"""What a plan consists of: statements, lines for people, and the steps (transactions) they belong to. Pure data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

FIRST_STEPS = ("types", "functions")
LAST_STEPS = ("foreign keys", "views")


@dataclass(frozen=True, slots=True)
class Statement:
    """One SQL statement of a plan.

    Attributes:
        sql: its text, without the closing ``;``.
        object: id of the object it is about.
        step: the transaction it belongs to: a domain, or one of FIRST_STEPS and LAST_STEPS.
        lock: the lock it takes on an existing table, in PostgreSQL's words; empty for none that matters.
        hazards: what a DBA would want to know before it runs.
        as_superuser: it needs more than the owner of the database may do.
    """

    sql: str
    object: str
    step: str
    lock: str = ""
    hazards: tuple[str, ...] = ()
    as_superuser: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a plan.

    Attributes:
        sign: ``+`` made, ``~`` changed, ``!`` left as it is.
        object: id of the object. step: as in Statement.
        detail: what changes, or why nothing does.
        falls_short: the object stays other than ``sql/`` wants it.
    """

    sign: str
    object: str
    step: str
    detail: str = ""
    falls_short: bool = False

    def __str__(self) -> str:
        if not self.detail:
            return f"{self.sign} {self.object}"
        return f"{self.sign} {self.object}{' ' if self.detail.startswith('is ') else ': '}{self.detail}"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a deploy would do to one database.

    Attributes:
        statements: in the order to run them.
        changes: a line an object.
        checks: queries by name, which begins with an object's id; each counts the rows that forbid a change of it.
    """

    statements: tuple[Statement, ...] = ()
    changes: tuple[Change, ...] = ()
    checks: Mapping[str, str] = field(default_factory=dict)

    def step(self, name: str) -> tuple[Statement, ...]:
        """The statements of one transaction."""
        return tuple(each for each in self.statements if each.step == name)


def steps(domains: Iterable[str]) -> tuple[str, ...]:
    """The transactions of a deploy in their order: types, functions, each domain, foreign keys, views."""
    special = (*FIRST_STEPS, *LAST_STEPS)
    return (*FIRST_STEPS, *sorted({each for each in domains if each and each not in special}), *LAST_STEPS)
