"""What the databases of a host answer to queries about their rows. Reads through the facts, as the owner."""

from collections.abc import Mapping
from typing import Any

from pyinfra.api.exceptions import DeployError
from pyinfra.api.host import Host

from ai_engine_db.facts.answers import RAISED, Answers, questions
from ai_engine_db.runtime import host_settings, host_state, silence
from ai_engine_db.schema.statements import Check, Raised

# SQLSTATEs of what no row is to blame for: connection, transaction, resources, locks, cancelled, system, damage.
PASSING = ("08", "25", "40", "53", "55", "57", "58", "F0", "XX001", "XX002")

# lock_not_available
NOT_LOCKED = "55P03"


def answers(
    host: Host,
    database: str,
    queries: Mapping[str, str],
    first: Mapping[str, str] | None = None,
    raised: dict[str, Raised] | None = None,
) -> dict[str, Any]:
    """What a database answers to queries of one value each, by their keys.

    Args:
        host: where.
        database: its name.
        queries: by key.
        first: statements to run before a query, by its key.
        raised: takes what PostgreSQL says of queries that it could not answer for what they ask; they have no value.

    Raises:
        DeployError: one could not be run.
    """
    if not queries:
        return {}
    wanted, superuser = host_settings.of(host), host_state.of(host).docker.superuser
    with silence.noticed(host, wanted.db_container, superuser):
        found = host.get_fact(
            Answers,
            container=wanted.db_container,
            superuser=superuser,
            _stdin=questions(database, host_state.owner(host, database), queries, first, wait=wanted.db_lock_wait),
        )
    if found is None or set(found) != set(queries):
        missing = ", ".join(key for key in queries if key not in (found or ()))
        raise DeployError(
            f"{host.name}: database {database} did not answer the query for {missing}. Nothing was changed."
        )
    for key, value in found.items():
        if isinstance(value, list) and value[:1] == [RAISED]:
            _, sqlstate, words = value
            if sqlstate == NOT_LOCKED:
                words += host_state.holders(host, database, superuser)
                words += f". Gave up after {wanted.db_lock_wait} s (DB_LOCK_WAIT)"
            if raised is None or sqlstate.startswith(PASSING):
                raise DeployError(f"{host.name}: database {database} could not answer the query for {key}: {words}")
            raised[key] = Raised(words)
    return {key: value for key, value in found.items() if raised is None or key not in raised}


def counts(host: Host, database: str, checks: Mapping[str, Check]) -> dict[str, int | Raised]:
    """How many rows each check of a plan finds, or what PostgreSQL says of a row that it cannot tell of.

    Raises:
        DeployError: the database could not be asked.
    """
    raised: dict[str, Raised] = {}
    found = answers(host, database, {key: check.count for key, check in checks.items()}, raised=raised)
    return {**found, **raised}
