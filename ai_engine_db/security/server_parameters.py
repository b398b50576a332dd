"""Where a server's parameters are not those wanted, and the SQL that sets them. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ai_engine_db.facts.server import ServerState
from ai_engine_db.schema import render


@dataclass(frozen=True, slots=True)
class Differences:
    """Where a server's parameters are not those wanted.

    Attributes:
        now: values of those that differ, by name.
        to_set: new values, by name. waiting: those that are set, or will be, and take effect at a restart.
        fixed: those that ALTER SYSTEM does not reach, because the server's command line has them.
    """

    now: Mapping[str, str] = field(default_factory=dict)
    to_set: Mapping[str, str] = field(default_factory=dict)
    waiting: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()


def differences(server: ServerState | None, wanted: Mapping[str, str]) -> Differences:
    """Compares; without a server there are none, because a new one is made with what is wanted."""
    if server is None or not server.facts:
        return Differences()
    found: Mapping[str, Mapping[str, Any]] = server.facts["parameters"]
    wrong = {name: found[name] for name, value in wanted.items() if name in found and not _is(found[name], value)}
    values = {name: each["value"] for name, each in wrong.items()}
    fixed = tuple(name for name, each in wrong.items() if each["source"] == "command line")
    to_set = {name: wanted[name] for name, each in wrong.items() if name not in fixed and each["file"] != wanted[name]}
    waiting = tuple(name for name, each in wrong.items() if each["restart"] and each["value"] != wanted[name])
    return Differences(values, to_set, tuple(name for name in waiting if name not in fixed), fixed)


def _is(found: Mapping[str, Any], value: str) -> bool:
    """Whether a parameter has a value, and will have it after a restart."""
    return bool(found["value"] == value and not found["pending"])


def statements(values: Mapping[str, str]) -> str:
    """ALTER SYSTEM for each; none of it fits a transaction."""
    return "".join(f"ALTER SYSTEM SET {name} = {render.literal(value)};\n" for name, value in values.items())
