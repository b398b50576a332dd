"""What the reviewed files of ``sql/`` make of a plan: what is dropped on purpose, what is ignored. Reads only."""

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pyinfra.api.exceptions import DeployError
from pyinfra.api.host import Host

from ai_engine_db.runtime import host_settings, host_state, queries
from ai_engine_db.schema import beside
from ai_engine_db.schema.model import Snapshot
from ai_engine_db.schema.statements import Plan, Raised

if TYPE_CHECKING:
    from ai_engine_db.schema.rename import Rename


def applied(
    host: Host,
    database: str,
    made: Plan,
    desired: Snapshot,
    actual: Snapshot,
    sizes: Mapping[str, int],
    before: Snapshot,
    renamed: Sequence["Rename"] = (),
) -> Plan:
    """A plan after what the files say.

    Args:
        host: where.
        database: its name.
        made: what would bring the database to the lock.
        desired: the lock.
        actual: what the database has, by the names that it will have.
        sizes: bytes of its tables that hold rows.
        before: what it has, by the names that it has now.
        renamed: what gets another name in the plan.

    Raises:
        DeployError: a file cannot be used as it is.
    """
    if not beside.there():
        return made
    # Not for those who have no such file.
    from ai_engine_db.schema import drop_questions, dropping, drops, ignored, renames, render
    from ai_engine_db.schema.entries import EntryError

    try:
        ignores, goes = beside.read(desired)
    except EntryError as error:
        raise DeployError(f"{error}. Nothing was changed.") from None
    if wanted := drops.due(goes, actual):
        were = renames.were(before, renamed) if renamed else {}
        answers = _answers(host, database, drop_questions.asked(wanted, actual, sizes, were))
        owner = render.identifier(host_settings.of(host).db_user)
        made = dropping.ended(made, desired, actual, wanted, answers, owner, sizes, were)
    return ignored.applied(made, ignores, actual)


def _answers(host: Host, database: str, asked: Mapping[str, str]) -> Mapping[str, Any]:
    """What a database says; nothing before its owner is let in."""
    if host_state.owner_problem(host, database):
        return {}
    raised: dict[str, Raised] = {}
    return {**queries.answers(host, database, asked, raised=raised), **raised}


def idle(used: Collection[str]) -> list[str]:
    """The entries that are about nothing that a database still has, a line each.

    Args:
        used: where those are that are about something.
    """
    if not beside.there():
        return []
    ignores, goes = beside.read()
    gone = "no database has it any more: remove the entry"
    return [
        *(f"{each.at}: {each}: {gone}" for each in goes if each.at not in used),
        *(f"{each.at}: {each} matches nothing any more" for each in ignores if each.at not in used),
    ]
