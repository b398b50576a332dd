"""The plan file of a deploy: read, written, and the deploy kept to it. Reads the host, and writes that file alone."""

import hashlib
import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from pyinfra.api.exceptions import DeployError
from pyinfra.api.host import Host

from ai_engine_db.plan_document import document
from ai_engine_db.runtime import host_run, host_settings, host_state, reviewed, revision, schema_plans
from ai_engine_db.runtime.container_definition import definition
from ai_engine_db.runtime.host_run import Noted
from ai_engine_db.schema.lock import SQL
from ai_engine_db.schema.statements import Plan


@cache
def _content(path: str) -> document.Document:
    try:
        return document.parse(Path(path).expanduser().read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "is not a text file"
        raise document.PlanFileError(f"cannot be read: {reason}") from None


def chosen(target: Host) -> document.HostPlan | None:
    """What ``--data plan`` has for a host; None without it.

    Raises:
        DeployError: it cannot be used.
    """
    path = host_settings.of(target).plan
    if not path:
        return None
    try:
        return document.of_host(_content(path), target.name)
    except document.PlanFileError as error:
        raise DeployError(f"{target.name}: plan {path} {error}. Nothing was changed.") from None


def refusal(target: Host, lines: list[str]) -> str:
    """The message for a plan that is not what is to be done now."""
    listed = "".join(f"\n  {line}" for line in lines)
    path = host_settings.of(target).plan
    return (
        f"{target.name}: plan {path} is not what a deploy would do now:{listed}\nNothing was changed. Make a new plan."
    )


def deviation(target: Host, plans: Mapping[str, Plan]) -> str:
    """Why statements may not be run, where they are not those of the plan file; empty without one.

    Args:
        target: whose.
        plans: by database, made anew.
    """
    planned = chosen(target)
    if planned is None:
        return ""
    for name, plan in plans.items():
        if name not in planned["databases"]:
            # A rehearsal's copy, in which a table may be smaller than where it comes from.
            continue
        then = iter([each["sql"] for each in planned["statements"] if each["database"] == name])
        # What was done before a lock was in the way is in the file, and no longer in the plan.
        if not all(each.sql in then for each in plan.statements):
            path = host_settings.of(target).plan
            return f"database {name} needs other statements now than plan {path} has: make a new plan"
    return ""


def made_for(target: Host) -> Mapping[str, Any]:
    """Digests of all that a plan is told from."""
    wanted, now = host_settings.of(target), host_state.of(target)
    docker, server = now.docker, now.server
    container = {
        "problem": docker.problem,
        "wanted": definition(wanted),
        "image": (docker.image or {}).get("Id"),
        "container": docker.labels,
        "running": docker.running,
        "volume": docker.volume is not None,
    }
    databases = server.databases if server else {}
    return {
        "sql": _sql(),
        "container": document.sha256(container),
        "server": server.facts.get("stamp") if server else None,
        "databases": {name: databases[name].stamp for name in wanted.databases if name in databases},
    }


@cache
def _sql() -> str:
    files = sorted(path for path in SQL.rglob("*") if path.is_file())
    digests = {str(path.relative_to(SQL)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    return document.sha256(digests)


def host_plan(target: Host, noted: Noted) -> document.HostPlan:
    """What is to be done to a host, as a plan file has it."""
    wanted = host_settings.of(target)
    place = {
        "environment": str(wanted.environment),
        "container": wanted.db_container,
        "databases": [*wanted.databases],
        "allowed": [*wanted.allowed],
    }
    return document.host_plan(place, made_for(target), noted.changes, noted.statements, _reviewed(target))


def _reviewed(target: Host) -> Mapping[str, Any]:
    """What the reviewed files of ``sql/`` come to in a host's databases: what they hide, and which entries are idle.

    Of a host without databases, or whose databases cannot be told, no entry is said to be idle.
    """
    names = host_settings.of(target).databases
    now = host_state.of(target)
    if now.unknown or now.server is None or not any(name in now.server.databases for name in names):
        return {"ignored": 0, "idle": None}
    plans = [schema_plans.of(target, name) for name in names]
    used = {at for plan in plans for at in plan.used}
    return {"ignored": sum(len(plan.ignored) for plan in plans), "idle": reviewed.idle(used)}


def write(target: Host, planned: document.HostPlan) -> None:
    """Adds a host to the plan of this run; the last one writes the file, all of it or nothing.

    Raises:
        DeployError: it cannot be written.
    """
    host_run.of(target).plan = planned
    found = {each.name: host_run.of(each).plan for each in target.state.active_hosts}
    parts = {name: plan for name, plan in found.items() if plan is not None}
    # Hosts come here in any order; those that cannot be reached never do.
    if len(parts) < len(found):
        return
    path = Path(host_settings.of(target).plan_out).expanduser()
    made_at = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with temporary.open("w", encoding="utf-8") as file:
            file.write(document.text(document.document(parts, made_at, revision.current())))
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink()
        raise DeployError(f"plan_out: {path} cannot be written: {error.strerror}. Nothing was changed.") from None
    target.log(f"plan of {', '.join(parts)}: {path}")
