"""The databases: made, and owner, search_path and the record of steps kept right. Writes through psql."""

from collections.abc import Mapping, Sequence

from pyinfra.api.host import Host

from ai_engine_db.execution.deploy_schema import RECORD, SEARCH_PATH, TABLES, record, set_search_path
from ai_engine_db.execution.difference import Difference
from ai_engine_db.execution.runner import SqlScript, as_owner, as_superuser
from ai_engine_db.execution.session import SqlPart
from ai_engine_db.facts.server import RECORDED, ServerState
from ai_engine_db.runtime import host_settings, host_state
from ai_engine_db.runtime.changes import line
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


def databases(target: Host, names: Sequence[str]) -> Difference:
    """Which databases are missing, or have another owner or search_path than they should, or no deploy log.

    Args:
        target: the host.
        names: any names that PostgreSQL takes.
    """
    wanted, server = host_settings.of(target), host_state.of(target).server or ServerState()
    found = {name: differences(server, name, wanted.db_user) for name in names}
    wrong = {name: each for name, each in found.items() if each}
    return Difference(
        [
            line("databases", "+", f"database {name}")
            if each == ["missing"]
            else line("databases", "~", f"database {name}", ", ".join(each))
            for name, each in wrong.items()
        ],
        [_script(target, wanted.db_user, wanted.own_users, wrong)] if wrong else [],
        problem=next((_encoded(name, each) for name, each in wrong.items() if each[0].startswith("encoding")), ""),
        dry_goes_on=True,
        # Who owns what is told by the owner of the database.
        rereads=any("owner" in each for each in wrong.values()),
        nothing=f"databases {', '.join(names)} are up to date",
    )


def _encoded(name: str, wrong: Sequence[str]) -> str:
    return f"database {name} has {wrong[0]}, not UTF8: dump it and restore it into a new one"


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
