"""What a person has to do about objects that a deploy skips, in words. Pure."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ai_engine_db.plan_document import document

UNMANAGED = (
    "add it to sql/ and run `make lock`, or remove it from the database yourself, which a deploy never does"
    " (docs/changing-the-schema.md)"
)
SCHEMA = "write a transition, a data migration in sql/transitions, or change it by hand (docs/changing-the-schema.md)"
# By the step that says it, for what the line itself does not tell.
STEPS = {
    "access": "compare the file with what docs/security.md asks for, and edit it in the adopted container",
    "container": "set what inventory or environment say to what the container has, or recreate it yourself",
    "drops": "see docs/changing-the-schema.md",
    "engine": "set the clock of the host",
    "extensions": "leave it there, or move it with ALTER EXTENSION ... SET SCHEMA where PostgreSQL allows that",
    "parameters": "remove it from the command line of the container's server",
    "preflight": "fix the rows, then deploy again",
    "roles": "give the application a role of its own (DB_USER)",
    "verify": "see what docs/hardening.md says of it",
}


def action(change: Mapping[str, Any]) -> str:
    """What to do about one skipped object."""
    detail, step = str(change["detail"]), str(change["step"])
    if option := re.search(r"--data \w+=\w+", detail):
        return f"deploy with {option[0]}"
    if detail.endswith("is not in sql/"):
        return UNMANAGED
    return STEPS.get(step, SCHEMA if change["falls_short"] else "see docs/troubleshooting.md")


def actions(changes: Iterable[Mapping[str, Any]]) -> list[str]:
    """A line for each thing to do, with the objects that it is about."""
    found: dict[str, list[str]] = {}
    for each in changes:
        if each["sign"] == "!":
            found.setdefault(action(each), []).append(each["object"])
    return [f"{_objects(objects)}: {words}" for words, objects in found.items()]


def _objects(names: list[str]) -> str:
    more = len(names) - document.SHOWN
    return ", ".join(names[: document.SHOWN]) + (f" and {more} more" if more > 0 else "")
