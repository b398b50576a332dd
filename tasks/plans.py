"""What is to be done in the databases of a host, reckoned once a reading. Reads through the facts; writes nothing."""

from collections.abc import Mapping
from dataclasses import replace

from pyinfra.api.host import Host

from tasks import settings, state
from tasks.schema.model import Object
from tasks.schema.statements import Plan


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
        if (twin := _twin(now, objects, sizes)) is not None:
            now.plans[database] = twin
            return twin
        owner = render.identifier(wanted.db_user)
        applying = [each for each in transitions.read() if each.applies(objects)]
        objects = transitions.renamed(objects, applying)
        made = plan(state.lock().objects, objects, owner=owner, sizes=sizes)
        checks = transitions.asked_before(made.checks, applying)
        # Before the first deploy of this version, its owner is not let in: the rows are looked at once it is.
        if checks and not state.owner_problem(host, database):
            counts = state.counts(host, database, checks)
            made = plan(state.lock().objects, objects, counts, owner, sizes)
            made = replace(made, checks=transitions.asked_before(made.checks, applying))
        now.plans[database] = transitions.begun(made, applying) if applying else made
    return now.plans[database]


def _twin(now: state.State, objects: Mapping[str, Object], sizes: Mapping[str, int]) -> Plan | None:
    """The plan of another database that holds the same, unless rows had a say in it."""
    for other, made in now.plans.items():
        found = now.server.databases.get(other) if now.server else None
        same = objects is found.objects and sizes == found.sizes if found else not objects
        if same and not made.checks:
            return made
    return None
