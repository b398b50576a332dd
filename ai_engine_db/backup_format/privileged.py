"""What of a restore only a superuser can do: extensions, and objects of others. Pure: texts for psql in the new one.

All else is the owner's work. Whatever a backup says is taken for a name and never for SQL: who can write to the folder
of backups is to get no superuser to run anything.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from ai_engine_db.backup_format.contents import Contents
from ai_engine_db.backup_format.scratch_database import HARMLESS, setting_of
from ai_engine_db.schema.render import identifier, literal, raise_if

# Schemas that belong to an extension's own script.
OWN_SCHEMA = ("pg_catalog", "topology")

_RELATION = """SELECT o.oid::regclass
    FROM pg_catalog.pg_class AS o JOIN pg_catalog.pg_namespace AS n ON n.oid = o.relnamespace
    WHERE o.relname = {{name}} AND n.nspname = {{schema}} AND o.relkind IN ({kinds})"""

# What finds an object by its names.
_FINDERS = {
    "ROUTINE": "SELECT o.oid::regprocedure FROM pg_catalog.pg_proc AS o WHERE o.oid::regprocedure::text = {name}",
    "SCHEMA": "SELECT o.oid::regnamespace FROM pg_catalog.pg_namespace AS o WHERE o.nspname = {name}",
    "TYPE": """SELECT o.oid::regtype
    FROM pg_catalog.pg_type AS o JOIN pg_catalog.pg_namespace AS n ON n.oid = o.typnamespace
    WHERE o.typname = {name} AND n.nspname = {schema}""",
    "TABLE": _RELATION.format(kinds="'r', 'p', 'S'"),
    "VIEW": _RELATION.format(kinds="'v', 'm', 'f'"),
}


# An owner may name the settings of an extension, as functions do, only where its library is loaded.
_LOADED = """SELECT pg_catalog.format(
    'ALTER DATABASE %I SET session_preload_libraries = %s',
    pg_catalog.current_database(), pg_catalog.string_agg(DISTINCT pg_catalog.quote_literal(p.probin), ', ')
)
FROM pg_catalog.pg_proc AS p
JOIN pg_catalog.pg_depend AS d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
WHERE p.probin IS NOT NULL
HAVING pg_catalog.count(*) > 0 \\gexec"""


def extensions(contents: Contents, schemas: Mapping[str, str], known: Collection[str], owner: str) -> str:
    """Makes the extensions, for the superuser in the new database, which is the owner's from then on.

    The owner may fill their tables until it is settled.

    Args:
        contents: what was backed up.
        schemas: of the extensions of ``sql/``, where a backup of an earlier version does not say.
        known: those that the database has which it was taken of; another one has to be trusted by PostgreSQL.
        owner: who restores.
    """
    found = contents.database
    placed = found.get("placed") or [(name, schemas.get(name, "public")) for name in _by_need(found["extensions"])]
    lines = []
    for name, schema in placed:
        if name != "plpgsql":
            own = schema in OWN_SCHEMA
            lines += [] if name in schemas or name in known else [_trusted(name)]
            lines += [] if own else [f"CREATE SCHEMA IF NOT EXISTS {identifier(schema)};"]
            lines.append(f"CREATE EXTENSION {identifier(name)}{'' if own else f' SCHEMA {identifier(schema)}'};")
    default = [(schema, None, "USAGE", False) for _, schema in placed if schema not in ("pg_catalog", "public")]
    for schema, grantee, privilege, grantable in found.get("schema_grants", default) or ():
        to = identifier(grantee) if grantee else "PUBLIC"
        option = " WITH GRANT OPTION" if grantable else ""
        lines.append(f"GRANT {privilege} ON SCHEMA {identifier(schema)} TO {to}{option};")
    # Once the scripts of the extensions have run, and not where those of sql/ are: others call what is in there.
    for schema in found.get("schemas_owned") or ():
        if schema not in schemas.values():
            lines.append(f"ALTER SCHEMA {identifier(schema)} OWNER TO {identifier(owner)};")
    given = (
        "SELECT pg_catalog.format('ALTER DATABASE %I OWNER TO %I', pg_catalog.current_database(),"
        f" {literal(owner)}) \\gexec"
    )
    return "\n".join((*lines, _LOADED, _fill("GRANT %s ON TABLE %s TO %I", owner), given))


def _by_need(names: Iterable[str]) -> list[str]:
    """Extensions, each after those that it needs: those of PostGIS have names that begin like the ones they need."""
    return sorted(names, key=lambda name: (len(name), name))


def _fill(statement: str, owner: str) -> str:
    """Runs a statement for each table and sequence of an extension that a dump has rows of (pg_extension.extconfig)."""
    return f"""SELECT pg_catalog.format(
    {literal(statement)}, CASE c.relkind WHEN 'S' THEN 'SELECT, UPDATE' ELSE 'INSERT' END, c.oid::regclass,
    {literal(owner)}
)
FROM pg_catalog.pg_extension AS e, pg_catalog.unnest(e.extconfig) AS u (relation)
JOIN pg_catalog.pg_class AS c ON c.oid = u.relation \\gexec"""


def _trusted(extension: str) -> str:
    """Stops at an extension that the backup names, that is not known here, and that not any owner might make."""
    message = (
        f"extension {extension} is in the backup, and neither in sql/extensions.sql nor in the database:"
        " make it there first, if it is meant"
    )
    known = (
        f"EXISTS (SELECT FROM pg_catalog.pg_available_extension_versions WHERE name = {literal(extension)} AND trusted)"
    )
    return f"{raise_if(f'NOT {known}', message)};"


def settle(contents: Contents, database: str, owner: str) -> str:
    """Gives back what belongs to others, and the settings, for the superuser in the new database once all is restored.

    Args:
        contents: what was backed up.
        database: the new one.
        owner: who restored.
    """
    name = identifier(database)
    lines = [_fill("REVOKE %s ON TABLE %s FROM %I", owner), f"ALTER DATABASE {name} RESET ALL;"]
    for role, setting in contents.database["settings"] or ():
        alter = f"ALTER ROLE {identifier(role)} IN DATABASE {name}" if role else f"ALTER DATABASE {name}"
        lines += setting_of(alter, setting)
    return "\n".join([*lines, *map(_given, contents.owned)])


def _given(owned: Mapping[str, Any]) -> str:
    """Gives an object to whom it belonged, unless that role may more than an owner: then it stays with the owner.

    Its index expressions and functions would run with that role's rights.
    """
    kind = "TABLE" if owned["owned"] == "VIEW" else owned["owned"]
    found = _FINDERS[owned["owned"]].format(name=literal(owned["name"]), schema=literal(owned["schema"]))
    return (
        f"SELECT pg_catalog.format('ALTER {kind} %s OWNER TO %I', f.object, r.rolname)"
        f" FROM ({found}) AS f (object), pg_catalog.pg_roles AS r"
        f" WHERE r.rolname = {literal(owned['owner'])} AND {HARMLESS} \\gexec"
    )
