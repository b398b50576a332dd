"""What is to be done in the databases of a host, reckoned once a reading. Reads through the facts; writes nothing."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from pyinfra.api.exceptions import DeployError
from pyinfra.api.host import Host

from tasks import settings, state
from tasks.facts.server import DatabaseState
from tasks.schema.model import Object
from tasks.schema.statements import Check, Plan

if TYPE_CHECKING:
    from tasks.schema.transition_file import Transition


def of(host: Host, database: str) -> Plan:
    """What would bring a database to the lock; an absent database counts as an empty one.

    Raises:
        DeployError: a check of the plan could not be run.
    """
    now = state.of(host)
    if database not in now.plans:
        wanted = settings.of(host)
        actual = now.server.databases.get(database) if now.server else None
        if actual and actual.verified:
            return now.plans.setdefault(database, Plan())
        from tasks.schema import render, transitions
        from tasks.schema.plan import plan

        objects, sizes = (actual.objects, actual.sizes) if actual else ({}, {})
        if (twin := _twin(now, objects, sizes, actual.transitions if actual else {})) is not None:
            now.plans[database] = twin
            return twin
        owner = render.identifier(wanted.db_user)
        applying = _applying(host, database, actual)
        objects = transitions.renamed(objects, applying)
        sizes = transitions.renamed_tables(sizes, applying)
        made = plan(state.lock().objects, objects, owner=owner, sizes=sizes)
        checks = transitions.asked_before(made.checks, applying)
        # Rows that a transition writes are as they will be once it has run.
        after = transitions.examined_after(checks, applying)
        asked = {key: check for key, check in checks.items() if key not in after}
        # Before the first deploy of this version, its owner is not let in: the rows are looked at once it is.
        if checks and not state.owner_problem(host, database):
            counts = state.counts(host, database, asked)
            made = plan(state.lock().objects, objects, counts, owner, sizes)
            checks = transitions.asked_before(made.checks, applying)
            made = replace(made, checks={key: check for key, check in checks.items() if key not in after})
        if applying:
            left: dict[str, list[Check]] = {}
            for key, transition in after.items():
                left.setdefault(transition, []).append(checks[key])
            made = transitions.begun(made, applying, left)
        now.plans[database] = made
    return now.plans[database]


def applying(host: Host, database: str) -> "list[Transition]":
    """The transitions that a deploy would run in a database, in their order.

    Raises:
        DeployError: one that has run is no longer what it was, or one asks for something that cannot be asked.
    """
    now = state.of(host)
    return _applying(host, database, now.server.databases.get(database) if now.server else None)


def _applying(host: Host, database: str, actual: DatabaseState | None) -> "list[Transition]":
    if actual is None or not actual.objects:
        return []
    from tasks.schema import transition_file, transitions

    try:
        known = transition_file.read()
    except transition_file.TransitionError as error:
        raise DeployError(f"{error}. Nothing was changed.") from None
    if changed := transitions.changed(known, actual.transitions):
        files = " and ".join(f"sql/transitions/{name}" for name in changed)
        raise DeployError(
            f"{host.name}: {files} ran in database {database}, and was changed since: put it back as it was, and write"
            " another one for what is left to do. Nothing was changed."
        )
    found = transitions.candidates(known, actual.objects, actual.transitions)
    asked = {each.name: f"SELECT ({each.when})::boolean" for each in found if each.when}
    if not asked or state.owner_problem(host, database):
        return [each for each in found if not each.when]
    holds = state.answers(host, database, asked)
    return [each for each in found if not each.when or holds[each.name]]


def _twin(
    now: state.State, objects: Mapping[str, Object], sizes: Mapping[str, int], record: Mapping[str, str]
) -> Plan | None:
    """The plan of another database that holds the same, unless rows had a say in it."""
    for other, made in now.plans.items():
        found = now.server.databases.get(other) if now.server else None
        same = (
            objects is found.objects and sizes == found.sizes and record == found.transitions if found else not objects
        )
        if same and not made.checks:
            return made
    return None
