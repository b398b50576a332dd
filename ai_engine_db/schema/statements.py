"""What a plan consists of: statements, lines for people, and the steps and transactions they belong to. Pure data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

FIRST_STEPS = ("types", "functions")
# What is dropped on purpose, when nothing uses it any more.
DROPS = "drops"
LAST_STEPS = ("indexes", "foreign keys", "views", "validation", DROPS)

# Where only a person can say what becomes of the rows. A message defines the word: it is where that is first met.
WRITE_A_TRANSITION = "write a transition (a data migration in sql/transitions)"


@dataclass(frozen=True, slots=True)
class Hazard:
    """What a statement costs those who use the database: a code of :mod:`ai_engine_db.hazards`, and words."""

    code: str
    words: str

    def __str__(self) -> str:
        return f"{self.code}: {self.words}"


@dataclass(frozen=True, slots=True)
class Statement:
    """One SQL statement of a plan.

    Attributes:
        sql: its text, without the closing ``;``.
        object: id of the object it is about.
        step: a domain, or one of FIRST_STEPS and LAST_STEPS.
        lock: the lock it takes on an existing table, in PostgreSQL's words; empty for none that matters.
        hazards: what a DBA would want to know before it runs.
        as_superuser: it gives the object to the owner of the database, before all else and in a session of its own.
        alone: it runs outside of a transaction block, because it has to or because it is to hold its lock no longer.
        transaction: those of its step with the same name, one after the other, are one transaction.
    """

    sql: str
    object: str
    step: str
    lock: str = ""
    hazards: tuple[Hazard, ...] = ()
    as_superuser: bool = False
    alone: bool = False
    transaction: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a plan.

    Attributes:
        sign: ``+`` made, ``~`` changed, ``-`` dropped, ``!`` left as it is.
        object: id of the object. step: as in Statement.
        detail: what changes, or why nothing does.
        falls_short: the object stays other than ``sql/`` wants it.
        hazards: what that costs those who use the database meanwhile.
    """

    sign: str
    object: str
    step: str
    detail: str = ""
    falls_short: bool = False
    hazards: tuple[Hazard, ...] = ()

    def __str__(self) -> str:
        if not self.detail:
            return f"{self.sign} {self.object}"
        return f"{self.sign} {self.object}{' ' if self.detail.startswith('is ') else ': '}{self.detail}"


@dataclass(frozen=True, slots=True)
class Raised:
    """In place of a number of rows: PostgreSQL's words about a row of which it cannot tell."""

    words: str


@dataclass(frozen=True, slots=True)
class Check:
    """A question to the rows that are there, to be asked before the first statement.

    Attributes:
        object: id of what they may forbid to change.
        find: a query that selects those that do. what: they have in common, in words behind "3 rows".
        table: whose rows. key: its primary key's columns; none without one.
        decisive: nothing at all is changed as long as there are such rows; else only the object stays as it is.
        rows: how many there are; 0 until they were counted.
        error: what PostgreSQL says of a row that it cannot tell of, a division by zero for one; then ``rows`` is 1.
        one: ``find`` for a single row, whose ``ctid`` is ``$1``; empty where it cannot be asked for.
        kept: they may break the constraint that it is about.
    """

    object: str
    find: str
    what: str = ""
    table: str = ""
    key: tuple[str, ...] = ()
    decisive: bool = False
    rows: int = 0
    error: str = ""
    one: str = ""
    kept: bool = False

    @property
    def count(self) -> str:
        """A query that counts them."""
        return f"SELECT count(*) FROM ({self.find}) AS found"

    @property
    def found(self) -> str:
        """What the rows say that forbids a change: the one form of it, in a plan's line and in a refusal."""
        if self.error:
            return f"a row of table {self.table} raises {self.error!r}"
        return f"{amount(self.rows)} {self.what or 'violating it'}"


def amount(rows: int) -> str:
    """A number of rows in words."""
    return "1 row" if rows == 1 else f"{rows} rows"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a deploy would do to one database.

    Attributes:
        statements: in the order to run them.
        changes: a line an object.
        checks: by name, which begins with the object's id.
        ignored: lines that ``sql/ignore.toml`` keeps from being told.
        used: where the entries of ``sql/ignore.toml`` and ``sql/drops.toml`` are that are about something in it.
    """

    statements: tuple[Statement, ...] = ()
    changes: tuple[Change, ...] = ()
    checks: Mapping[str, Check] = field(default_factory=dict)
    ignored: tuple[str, ...] = field(default=(), compare=False)
    used: tuple[str, ...] = field(default=(), compare=False)

    def step(self, name: str) -> tuple[Statement, ...]:
        """The statements of one step."""
        return tuple(each for each in self.statements if each.step == name)

    @property
    def owners(self) -> tuple[Statement, ...]:
        """What gives objects to the owner of the database."""
        return tuple(each for each in self.statements if each.as_superuser)

    def transactions(self, step: str) -> tuple[tuple[Statement, ...], ...]:
        """The owner's statements of a step by transaction, in order; one that runs alone has a group of its own."""
        numbered = enumerate(each for each in self.step(step) if not each.as_superuser)
        groups = groupby(numbered, key=lambda each: (each[0] if each[1].alone else -1, each[1].transaction))
        return tuple(tuple(each for _, each in group) for _, group in groups)

    @property
    def refusals(self) -> tuple[Check, ...]:
        """What rows forbid so that nothing at all is to be changed."""
        return tuple(each for each in self.checks.values() if each.error or (each.decisive and each.rows))


def steps(domains: Iterable[str]) -> tuple[str, ...]:
    """The steps of a deploy in their order: types, functions, each domain, and what comes after all of them."""
    special = (*FIRST_STEPS, *LAST_STEPS)
    return (*FIRST_STEPS, *sorted({each for each in domains if each and each not in special}), *LAST_STEPS)
