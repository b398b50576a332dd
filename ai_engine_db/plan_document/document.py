"""The plan file: what a deploy would do to each host, and digests of what that was told from. Pure: JSON in and out.

Its format is versioned, because CI keeps such files and other programs read them.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from ai_engine_db.schema.statements import Change, Statement

FORMAT = "ai-engine-db plan"
# 2: a hazard has a code beside its words.
VERSION = 2

# How many lines of a difference a message names.
SHOWN = 5

Document = Mapping[str, Any]
HostPlan = Mapping[str, Any]


class PlanFileError(Exception):
    """A plan file that cannot be used; the message says why, and what to do."""


def sha256(value: Any) -> str:
    """Names a value that JSON can hold: sha256, in hex, whatever the order of its keys."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def host_plan(
    place: Mapping[str, Any],
    made_for: Mapping[str, Any],
    changes: Iterable[tuple[str, Change]],
    statements: Iterable[tuple[str, Statement]],
    reviewed: Mapping[str, Any] | None = None,
) -> HostPlan:
    """One host of a plan.

    Args:
        place: its environment, the name of its container, those of its databases, and which hazards are allowed.
        made_for: digests of what the plan was told from.
        changes: what the steps noted, each with its database; empty for what is in none.
        statements: the same of the SQL of the schema.
        reviewed: what ``sql/ignore.toml`` hides (``ignored``, a number), and entries that are about nothing (``idle``).
    """
    work = {"changes": _rows(changes), "statements": _rows(statements)}
    return {**place, "made_for": made_for, "digest": sha256(work), **work, "reviewed": reviewed or {}}


def _rows(items: Iterable[tuple[str, Change | Statement]]) -> list[dict[str, Any]]:
    rows = [{"database": database, **asdict(item)} for database, item in items]
    # Tuples become lists, as they will be when the file is read.
    found: list[dict[str, Any]] = json.loads(json.dumps(rows))
    return found


def document(hosts: Mapping[str, HostPlan], made_at: str, revision: str) -> Document:
    """A plan of hosts, closed by its own digest."""
    made = {"format": FORMAT, "version": VERSION, "made_at": made_at, "revision": revision, "hosts": dict(hosts)}
    return {**made, "digest": sha256(made)}


def text(plan: Document) -> str:
    """A plan as its file has it."""
    return json.dumps(plan, indent=1, ensure_ascii=False) + "\n"


def parse(content: str) -> Document:
    """Reads the text of a plan file.

    Raises:
        PlanFileError: it is none, of another version, or not as it was written.
    """
    try:
        plan = json.loads(content)
    except ValueError as error:
        raise PlanFileError(f"is not JSON ({error})") from None
    if not isinstance(plan, dict) or plan.get("format") != FORMAT:
        raise PlanFileError("is not a plan file: --dry --data plan_out=FILE writes one")
    if plan.get("version") != VERSION:
        raise PlanFileError(f"has version {plan.get('version')} of the format, not {VERSION}: make a new plan")
    if plan.get("digest") != sha256({key: value for key, value in plan.items() if key != "digest"}):
        raise PlanFileError("was altered after it was written (its digest does not match): make a new plan")
    return plan


def of_host(plan: Document, host: str) -> HostPlan:
    """The part of one host.

    Raises:
        PlanFileError: the plan is for others, or could not tell what is to be done.
    """
    if host not in plan["hosts"]:
        raise PlanFileError(f"is for {', '.join(plan['hosts'])}, not for {host}")
    found: HostPlan = plan["hosts"][host]
    for each in unknown(found["changes"]):
        raise PlanFileError(f"is incomplete, because when it was made, {each['detail']}: make a new plan")
    return found


def unknown(changes: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The lines about what is not known yet."""
    return [each for each in changes if each["sign"] == "?"]


def moved(planned: HostPlan, made_for: Mapping[str, Any]) -> list[str]:
    """What is no longer as it was when the plan was made, in words."""
    then = planned["made_for"]
    words = {
        "sql": "sql/ has changed since",
        "container": "the engine, the image or the container has changed since",
        "server": "the roles or the databases of the server have changed since",
    }
    lines = [line for key, line in words.items() if then.get(key) != made_for[key]]
    names = sorted({*then["databases"], *made_for["databases"]})
    return lines + [
        f"database {name} has changed since"
        for name in names
        if then["databases"].get(name) != made_for["databases"].get(name)
    ]


def differences(planned: HostPlan, now: HostPlan) -> list[str]:
    """Why a plan is not what is to be done now, in words; empty when it is exactly that."""
    lines = [
        f"it is for {key.replace('_', ' ')} {_words(planned.get(key))}, this is {_words(now[key])}"
        for key in ("environment", "container", "databases")
        if planned.get(key) != now[key]
    ]
    lines += moved(planned, now["made_for"]) if not lines else []
    if all(_work(planned[key]) == _work(now[key]) for key in ("changes", "statements")):
        return lines
    then, found = _lines(planned["changes"]), _lines(now["changes"])
    lines += _named("not in the plan", [line for line in found if line not in set(then)])
    lines += _named("in the plan, but no longer needed", [line for line in then if line not in set(found)])
    return lines or ["it would run other statements than the plan has"]


def _work(rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Changes or statements without what moves while people go on working: how large a table is, how many rows go."""
    return [{**_steady(each), "hazards": [hazard["code"] for hazard in each["hazards"]]} for each in rows]


def _steady(row: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**row, "detail": ""} if row.get("sign") == "-" else row


def _lines(changes: Iterable[Mapping[str, Any]]) -> list[str]:
    return [line(_steady(each), with_database=True) for each in changes]


def line(change: Mapping[str, Any], *, with_database: bool = False) -> str:
    """A change as the dry run prints it."""
    where = f" in {change['database']}" if with_database and change["database"] else ""
    detail = change["detail"]
    between = "" if not detail else " " if detail.startswith("is ") else ": "
    return f"{change['sign']} {change['object']}{where}{between}{detail}"


def _named(what: str, lines: Sequence[str]) -> list[str]:
    shown = [f"{what}: {line}" for line in lines[:SHOWN]]
    return shown + ([f"{what}: {len(lines) - SHOWN} more"] if len(lines) > SHOWN else [])


def _words(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list | tuple) else str(value)
