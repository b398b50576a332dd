"""The databases: made, and owner, search_path and the record of steps kept right. Writes through psql."""

from collections.abc import Generator, Mapping, Sequence

from pyinfra.api.command import PyinfraCommand
from pyinfra.api.host import Host
from pyinfra.api.operation import operation
from pyinfra.context import host

from ai_engine_db.execution.commands import Refuse, apply
from ai_engine_db.execution.deploy_schema import RECORD, SEARCH_PATH, TABLES, record, set_search_path
from ai_engine_db.execution.runner import SqlScript, as_owner, as_superuser
from ai_engine_db.execution.session import SqlPart
from ai_engine_db.facts.server import RECORDED, ServerState
from ai_engine_db.runtime import host_state
from ai_engine_db.schema import render


def differences(server: ServerState, name: str, owner: str) -> list[str]:
    """What differs: ``missing``, ``owner``, ``search_path``, ``deploy log``, ``owner of the deploy log``.

    Or ``encoding LATIN1``, which cannot be changed.
    """
    found = (server.facts.get("databases") or {}).get(name)
    if found is None:
        return ["missing"]
    wrong = []
    if found["encoding"] != "UTF8":
        wrong.append(f"encoding {found['encoding']}")
    if found["owner"] != owner:
        wrong.append("owner")
    if f"search_path={SEARCH_PATH}" not in (found["settings"] or ()):
        wrong.append("search_path")
    if name in server.databases:
        inside = server.databases[name]
        wrong += [] if inside.migrations else ["deploy log"]
        wrong += ["owner of the deploy log"] if set(inside.record_owners) - {owner} else []
    return wrong


def give_record(owner: str) -> str:
    """The SQL that gives schema ``deploy`` and our tables in it to the owner of the database, who writes them."""
    tables = (
        f"SELECT pg_catalog.format('ALTER TABLE deploy.%I OWNER TO %I', c.relname, {render.literal(owner)})"
        " FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace"
        f" WHERE n.nspname = 'deploy' AND c.relkind = 'r' AND c.relname IN ({', '.join(map(render.literal, TABLES))})"
    )
    return f"ALTER SCHEMA deploy OWNER TO {render.identifier(owner)};\n{tables} \\gexec"


def statements(name: str, owner: str, wrong: Sequence[str], readers: Sequence[str] = ()) -> str:
    """What mends the database itself, from outside of it; empty when only its record is missing."""
    quoted, role = render.identifier(name), render.identifier(owner)
    lines = []
    if "missing" in wrong:
        lines.append(f"CREATE DATABASE {quoted} OWNER {role} TEMPLATE template0 ENCODING 'UTF8';")
        lines += [render.grant_connect(name, readers)] if readers else []
    if "owner" in wrong:
        lines.append(f"ALTER DATABASE {quoted} OWNER TO {role};")
    if "missing" in wrong or "search_path" in wrong:
        lines.append(set_search_path(name))
    return "\n".join(lines)


@operation()
def databases(names: Sequence[str], owner: str, readers: Sequence[str]) -> Generator[PyinfraCommand, None, None]:
    """Makes databases in UTF-8, and keeps owner, search_path and ``deploy.schema_migrations`` right.

    Args:
        names: any names that PostgreSQL takes.
        owner: an existing role.
        readers: the roles that a deploy reads them as.
    """

    def wrong(target: Host) -> dict[str, list[str]]:
        server = host_state.of(target).server or ServerState()
        found = {name: differences(server, name, owner) for name in names}
        return {name: each for name, each in found.items() if each}

    def work(target: Host) -> list[SqlScript]:
        found = wrong(target)
        return [_script(target, owner, readers, found)] if found else []

    before = wrong(host)
    for name, found in before.items():
        if any(each.startswith("encoding") for each in found):
            yield Refuse(f"database {name} has {found[0]}, not UTF8: dump it and restore it into a new one")
            return
    yield from apply(work, f"databases {', '.join(names)} are up to date")
    if any("owner" in found for found in before.values()):
        # Who owns what is told by the owner of the database.
        host_state.note_change(host)


def _script(target: Host, owner: str, readers: Sequence[str], wrong: Mapping[str, Sequence[str]]) -> SqlScript:
    outside = {name: statements(name, owner, found, readers) for name, found in wrong.items()}
    parts = [SqlPart(sql, f"database {name}") for name, sql in outside.items() if sql]
    sessions = as_superuser(target, "postgres", parts) if parts else []
    for name, found in wrong.items():
        if "owner of the deploy log" in found:
            given = [SqlPart(give_record(owner), f"the deploy log in {name}")]
            sessions += as_superuser(target, name, given, holds="true")
        if "missing" in found or "deploy log" in found:
            closing = record("database", "the database: " + ", ".join(found))
            parts = [SqlPart(f"BEGIN;\n{RECORD}\n{closing}\nCOMMIT;", f"the deploy log in {name}")]
            # Whoever else is at it begins with the record too.
            sessions += as_owner(target, name, parts, holds=f"NOT ({RECORDED})", owner=owner)
    return SqlScript(
        "postgres", sessions, "\n".join(f"database {name}: {', '.join(found)}" for name, found in wrong.items())
    )
