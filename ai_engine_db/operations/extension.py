"""Extensions: made where they are missing, never moved. Writes through psql as the container's superuser."""

from collections.abc import Mapping, Sequence

from pyinfra.api.host import Host

from ai_engine_db.backup_format.privileged import OWN_SCHEMA
from ai_engine_db.execution.deploy_schema import record, set_search_path
from ai_engine_db.execution.difference import Difference
from ai_engine_db.execution.runner import SqlScript, recorded
from ai_engine_db.execution.session import SqlPart
from ai_engine_db.facts.server import DatabaseState, ServerState
from ai_engine_db.runtime import host_state, schema_lock
from ai_engine_db.runtime.changes import line
from ai_engine_db.schema import render


def missing(wanted: Mapping[str, str], found: DatabaseState | None) -> dict[str, str]:
    """The extensions that a database lacks, with the schema each is to have; a new database has plpgsql."""
    has = ("plpgsql",) if found is None else found.extensions
    return {name: schema for name, schema in wanted.items() if name not in has}


def elsewhere(wanted: Mapping[str, str], found: DatabaseState) -> dict[str, str]:
    """Extensions that are in another schema than a database of our own would have them in."""
    return {
        name: found.extensions[name]
        for name, schema in wanted.items()
        if name in found.extensions and found.extensions[name] != schema
    }


def obstacle(database: str, lacking: Mapping[str, str], found: DatabaseState | None) -> str:
    """Why extensions cannot be made safely; empty when they can.

    CREATE EXTENSION runs a script as the superuser, and looks names up in the extension's schema and in those of the
    extensions that it needs: whoever may make objects there would have theirs run (manual, 36.17.6).
    """
    if found is None:
        return ""
    for name, schema in lacking.items():
        # Those of PostGIS need it.
        needed = found.extensions.get("postgis") if name.startswith("postgis_") else None
        for each in filter(None, ("topology" if name == "postgis_topology" else schema, needed)):
            if each != "pg_catalog" and each in found.writable:
                return (
                    f"extension {name} cannot be created in {database}: its script runs as the superuser, and"
                    f" {' and '.join(found.writable[each])} may create objects in schema {each}, which it uses."
                    " Drop that"
                    " schema if it is not intended, or review it and run CREATE EXTENSION there yourself"
                )
    return ""


def statements(database: str, lacking: Mapping[str, str]) -> str:
    """The script that makes the extensions that a database lacks, in one transaction."""
    # First: the script of postgis_topology writes what it finds there into a statement of its own, unquoted. What it
    # finds is then ours, for nobody else can change it before the transaction ends.
    lines = ["BEGIN;", set_search_path(database)]
    for schema in sorted({schema for schema in lacking.values() if schema not in OWN_SCHEMA}):
        lines += [_schema(schema), f"GRANT USAGE ON SCHEMA {render.identifier(schema)} TO PUBLIC;"]
    if "postgis_topology" in lacking:
        lines.append(_schema("topology", make=False))
    for name, schema in lacking.items():
        where = "" if schema in OWN_SCHEMA else f" SCHEMA {render.identifier(schema)}"
        lines.append(f"CREATE EXTENSION {render.identifier(name)}{where};")
    if "postgis_topology" in lacking:
        lines.append("GRANT USAGE ON SCHEMA topology TO PUBLIC;")
    return "\n".join([*lines, "COMMIT;"])


def _schema(name: str, *, make: bool = True) -> str:
    """Makes a schema that is the superuser's alone, or stops: somebody may have made it since it was looked for."""
    found = (
        "SELECT FROM pg_catalog.pg_namespace AS n CROSS JOIN LATERAL ("
        # An owner may have taken it from itself, and can give it back at any time.
        "SELECT n.nspowner UNION SELECT x.grantee FROM"
        " pg_catalog.aclexplode(coalesce(n.nspacl, pg_catalog.acldefault('n', n.nspowner))) AS x"
        " WHERE x.privilege_type = 'CREATE') AS may (oid)"
        " LEFT JOIN pg_catalog.pg_roles AS r ON r.oid = may.oid"
        f" WHERE n.nspname = {render.literal(name)} AND NOT coalesce(r.rolsuper, false)"
    )
    message = (
        f"a role that is not a superuser may create objects in schema {name}, where a script would run as the superuser"
    )
    made = [f"CREATE SCHEMA IF NOT EXISTS {render.identifier(name)};"] if make else []
    return "\n".join([*made, f"{render.refuse_if(found, message)};"])


def extensions(target: Host, databases: Sequence[str]) -> Difference:
    """Which extensions of the lock databases lack; one that is in another schema stays there.

    Args:
        target: the host.
        databases: names.
    """
    server, wanted = host_state.of(target).server or ServerState(), schema_lock.read().extensions
    lines, scripts, problems = [], [], []
    for name in databases:
        found = server.databases.get(name)
        lacking = missing(wanted, found)
        problems.append(obstacle(name, lacking, found))
        lines += [line("extensions", "+", f"extension {each}", database=name) for each in lacking]
        lines += [
            line("extensions", "!", f"extension {each}", f"is in schema {schema}, and is kept there", name)
            for each, schema in elsewhere(wanted, found or DatabaseState()).items()
        ]
        scripts += [_script(target, name, lacking)] if lacking else []
    return Difference(
        lines,
        scripts,
        problem=next(filter(None, problems), ""),
        dry_goes_on=True,
        nothing=f"extensions of {', '.join(databases)} are installed",
    )


def _script(target: Host, name: str, lacking: Mapping[str, str]) -> SqlScript:
    made = [SqlPart(statements(name, lacking), f"extensions of {name}")]
    names = ", ".join(lacking)
    return SqlScript(name, recorded(target, name, made, record("extensions", names)), f"{name}: extensions {names}")
