"""What a server and its databases have: one ``docker exec``, one psql, a read-only session."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pyinfra.api.facts import FactBase

from tasks import psql
from tasks.schema.model import Object, from_row

_HERE = Path(__file__).parent
_SERVER = (_HERE / "server.sql").read_text()
_DATABASE = (_HERE / "database.sql").read_text()
_SEARCH_PATH = (_HERE.parent / "schema" / "search_path.sql").read_text()
_SNAPSHOT = (_HERE.parent / "schema" / "snapshot.sql").read_text()
_END = "##end##"


@dataclass(frozen=True, slots=True)
class DatabaseState:
    """One database: its extensions with their schemas, its schemas, and the snapshot of ``public``."""

    extensions: Mapping[str, str] = field(default_factory=dict)
    schemas: Sequence[str] = ()
    migrations: bool = False
    objects: Mapping[str, Object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ServerState:
    """A server: what it is, the role and the databases that were asked for.

    Attributes:
        problem: why it does not answer; empty when it does.
        facts: the object that ``server.sql`` returns.
        databases: those that exist, by name.
    """

    problem: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    databases: Mapping[str, DatabaseState] = field(default_factory=dict)

    @property
    def role(self) -> Mapping[str, Any] | None:
        return self.facts.get("role")


def script(role: str, databases: Sequence[str]) -> str:
    """The input of psql that reads everything; databases that do not exist are passed over."""
    parts = [f"\\set role {psql.argument(role)}", _SERVER]
    for at, name in enumerate(databases):
        parts += [
            f"\\set name {psql.argument(name)}",
            "SELECT EXISTS (SELECT FROM pg_database WHERE datname = :'name') AS found \\gset",
            "\\if :found",
            psql.connect(name),
            "SET jit = off;",
            f"\\echo {at}",
            _DATABASE,
            _SEARCH_PATH + "\\gset",
            _SNAPSHOT + ";",
            "\\endif",
        ]
    parts.append(f"\\echo {_END}")
    return "\n".join(parts)


def parse(output: Sequence[str], databases: Sequence[str]) -> ServerState:
    """Reads the lines that :func:`script` prints."""
    if not output or output[-1] != _END:
        return ServerState(problem="\n".join(line for line in output if not line.startswith("{")) or "no answer")
    facts = json.loads(output[0])
    found: dict[str, DatabaseState] = {}
    at = 1
    while at < len(output) - 1:
        name = databases[int(output[at])]
        extra = json.loads(output[at + 1])
        at += 2
        objects: dict[str, Object] = {}
        while output[at].startswith("{"):
            item = from_row(json.loads(output[at]))
            objects[item.id] = item
            at += 1
        found[name] = DatabaseState(
            extra["extensions"] or {}, extra["schemas"] or (), extra["migrations"], objects
        )
    return ServerState(facts=facts, databases=found)


class Server(FactBase[ServerState]):
    """Reads :class:`ServerState`; a server that does not answer is a state with a problem, not a failure."""

    _databases: Sequence[str] = ()

    def command(self, container: str, superuser: str, role: str, databases: Sequence[str]) -> str:
        text = script(role, databases)
        return f"{psql.command(container, superuser, read_only=True)} 2>&1 <<'##input##' || true\n{text}\n##input##\n"

    def process(self, output: list[str]) -> Any:
        # Facts are processed without their arguments; the caller, who knows the names, parses.
        return output


class LostRows(FactBase[dict[str, int]]):
    """Runs counting queries of plans, read-only; gives the counts by the keys that came with them."""

    def command(self, container: str, superuser: str, database: str, queries: Mapping[str, str]) -> str:
        lines = [psql.connect(database), _SEARCH_PATH + "\\gset"]
        for key, query in queries.items():
            lines.append(f"\\set key {psql.argument(key)}")
            lines.append(f"SELECT json_build_array(:'key', ({query}));")
        text = "\n".join(lines)
        return f"{psql.command(container, superuser, read_only=True)} <<'##input##'\n{text}\n##input##\n"

    def process(self, output: list[str]) -> dict[str, int]:
        return dict(json.loads(line) for line in output if line.startswith("["))
