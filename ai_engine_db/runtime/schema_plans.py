"""What is to be done in the databases of a host, reckoned once a reading. Reads through the facts; writes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pyinfra.api.exceptions import DeployError
from pyinfra.api.host import Host

from ai_engine_db.facts import state
from ai_engine_db.runtime import host_run, host_settings, host_state, queries, reviewed, schema_lock
from ai_engine_db.schema.model import Object
from ai_engine_db.schema.statements import DROPS, Plan

if TYPE_CHECKING:
    from ai_engine_db.schema.rename import Rename
    from ai_engine_db.schema.transitions import Transition


def of(host: Host, database: str) -> Plan:
    """What would bring a database to the lock; an absent database counts as an empty one.

    Raises:
        DeployError: a check of the plan could not be run.
    """
    now = host_state.of(host)
    if database not in now.plans:
        wanted = host_settings.of(host)
        actual = now.server.databases.get(database) if now.server else None
        if actual and actual.verified:
            return now.plans.setdefault(database, Plan())
        from ai_engine_db.schema import renames, render, roles, transitions
        from ai_engine_db.schema.plan import plan

        objects, sizes = (actual.objects, actual.sizes) if actual else ({}, {})
        recorded = actual.transitions if actual else {}
        if (twin := _twin(now, objects, sizes, recorded)) is not None:
            now.plans[database] = twin
            return twin
        lock = schema_lock.read()
        owner, desired = render.identifier(wanted.db_user), lock.objects
        try:
            desired = roles.resolve(desired, wanted.placeholders, wanted.db_user)
            known = transitions.read(domains=transitions.domains_of(desired))
        except (roles.RolesError, transitions.TransitionError) as error:
            raise DeployError(f"{error}. Nothing was changed.") from None
        if changed := transitions.changed(known, recorded):
            raise DeployError(_changed(host, database, changed))
        left = [each for each in known if each.name not in recorded]
        # What speaks of an old name runs before it is gone.
        first = [each for each in left if transitions.speaks_of(each, lock.renames)]
        early = _asked(host, database, transitions.in_turn(first, objects, desired))
        objects = transitions.renamed(objects, early, desired)
        try:
            moves = renames.due(desired, objects, lock.renames)
        except renames.RenameError as error:
            raise DeployError(f"{host.name}: database {database}: {error}. Nothing was changed.") from None
        others = [each for each in left if each not in early]
        late = _asked(host, database, transitions.in_turn(others, moves.actual, desired), moves.renames)
        objects, applying = transitions.renamed(moves.actual, late, desired), [*early, *late]
        every = [*transitions.every_rename(early), *moves.renames, *transitions.every_rename(late)]
        sizes = renames.sizes(sizes, every)
        made = plan(desired, objects, owner=owner, sizes=sizes)
        all_checks, checks = made.checks, transitions.asked_before(made.checks, applying, every)
        # Before the first deploy of this version, its owner is not let in: the rows are looked at once it is.
        if checks and not host_state.owner_problem(host, database):
            counts = queries.counts(host, database, checks)
            made = plan(desired, objects, counts, owner, sizes)
            made = replace(made, checks=transitions.asked_before(made.checks, applying, every))
        idle = [each for each in left if each not in applying]
        waiting = transitions.later(idle, objects, desired, sizes)
        host_run.of(host).foretold.update((database, each.object) for each in waiting)
        idle = [each for each in idle if f"transition {each.name}" not in {change.object for change in waiting}]
        made = renames.begun(transitions.begun(made, late, (), all_checks), moves, desired)
        made = transitions.begun(made, early, idle, all_checks, first=True) if left else made
        made = replace(made, changes=(*made.changes, *waiting))
        now.plans[database] = reviewed.applied(
            host, database, made, desired, objects, sizes, actual.objects if actual else {}, every
        )
    return now.plans[database]


def _asked(
    host: Host, database: str, applying: list["Transition"], moved: Sequence["Rename"] = ()
) -> list["Transition"]:
    """Those whose condition on the rows holds, too; it may say names that objects get before."""
    from ai_engine_db.schema import renames

    conditions = {
        each.name: f"SELECT coalesce(({renames.before(f'SELECT {each.condition}', moved)}), false)"
        for each in applying
        if each.condition
    }
    if not conditions or host_state.owner_problem(host, database):
        return applying
    holds = queries.answers(host, database, conditions)
    return [each for each in applying if holds.get(each.name, True)]


def _changed(host: Host, database: str, names: Sequence[str]) -> str:
    files = ", ".join(f"sql/transitions/{name}" for name in names)
    return (
        f"{host.name}: {files} was applied to {database}, and has been edited since. What was applied stays applied:"
        " restore the file as it was, and write further changes in a new file. Nothing was changed."
    )


def _twin(
    now: state.State, objects: Mapping[str, Object], sizes: Mapping[str, int], recorded: Mapping[str, str | None]
) -> Plan | None:
    """The plan of another database that holds the same, unless rows had a say in it."""
    for other, made in now.plans.items():
        found = now.server.databases.get(other) if now.server else None
        same = objects is found.objects and sizes == found.sizes if found else not objects
        same = same and recorded == (found.transitions if found else {})
        asked = made.checks or any(each.object.startswith("transition ") or each.step == DROPS for each in made.changes)
        if same and not asked:
            return made
    return None
