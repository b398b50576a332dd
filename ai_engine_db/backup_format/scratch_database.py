"""The SQL around a restore: the database to restore into, its properties, and the swap. Pure: texts for psql.

All of it runs as the superuser, in UTC, in database ``postgres``, unless it connects elsewhere by itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ai_engine_db.backup_format.contents import PROVIDERS, Contents
from ai_engine_db.schema import render
from ai_engine_db.schema.render import identifier, literal
from ai_engine_db.transport import psql

# What is older than this, or without a session since some time, was left by a run that was killed.
LEFT_BEHIND = "1 day"
UNUSED = "10 minutes"
MARK = "ai-engine-db scratch"
# How they are named: a comment alone is for everybody to write who owns a database.
NAMED = "_(verify|restore|rehearsal)_[0-9a-f]{8}$"

# How often, for 5 s each, a swap ends the sessions of a database.
TURNS = 4

_LOCALES = {"b": "BUILTIN_LOCALE", "i": "ICU_LOCALE"}
_HARMLESS = ("inherit", "login")
_ATTRIBUTES = ("superuser", "inherit", "createrole", "createdb", "login", "replication", "bypassrls")
# What a restore prints that leaves something out, followed by what.
LEFT_OUT = "##left out## "

# The condition that a role, r, may nothing that a superuser may, by itself or as a member of another.
HARMLESS = """NOT (r.rolsuper OR r.rolcreaterole OR r.rolreplication OR r.rolbypassrls) AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_roles AS g
    WHERE g.oid <> r.oid AND pg_catalog.pg_has_role(r.oid, g.oid, 'MEMBER') AND g.rolname <> 'pg_database_owner' AND (
        g.rolsuper OR g.rolcreaterole OR g.rolreplication OR g.rolbypassrls OR g.rolname ~ '^pg_'
    )
) AND r.rolname !~ '^pg_'"""

# Settings whose value is a list of quoted names (pg_dump: variable_is_guc_list_quote): no literal can be their value.
_LISTS = ("search_path", "temp_tablespaces", "session_preload_libraries", "local_preload_libraries")


def create(contents: Contents, scratch: str, readers: Sequence[str]) -> str:
    """Makes an empty database like the one that was backed up, closed to PUBLIC; and missing roles.

    Args:
        contents: what was backed up.
        scratch: the name of the database.
        readers: the roles that a deploy reads databases as.
    """
    found = contents.database
    locale = [f"LOCALE_PROVIDER {PROVIDERS[found['provider']]}"]
    locale += [f"LC_COLLATE {literal(found['collate'])} LC_CTYPE {literal(found['ctype'])}"]
    if found["provider"] in _LOCALES:
        locale += [f"{_LOCALES[found['provider']]} {literal(found['locale'])}"]
    if found["icu_rules"]:
        locale += [f"ICU_RULES {literal(found['icu_rules'])}"]
    return "\n".join(
        (
            sweep(),
            *roles(contents.roles),
            # The owner gets it once the extensions are made, whose scripts run as the superuser.
            f"CREATE DATABASE {identifier(scratch)} TEMPLATE template0"
            f" ENCODING {literal(found['encoding'])} {' '.join(locale)};",
            f"REVOKE ALL ON DATABASE {identifier(scratch)} FROM PUBLIC;",
            render.grant_connect(scratch, readers),
            _mark(scratch),
        )
    )


def _mark(scratch: str, seconds: int = 0) -> str:
    """Notes that a throwaway database is in use, and for how long it may yet be without a session."""
    return f"""SELECT pg_catalog.format(
    'COMMENT ON DATABASE %I IS %L', {literal(scratch)}, '{MARK} ' || pg_catalog.to_char(
        pg_catalog.now() AT TIME ZONE 'UTC' + interval '{seconds} seconds', 'YYYYMMDD_HH24MISS'
    )
) \\gexec"""


def sweep() -> str:
    """Drops throwaway databases that a killed run left behind."""
    return f"""SELECT pg_catalog.format('DROP DATABASE %I WITH (FORCE);', d.datname)
FROM pg_catalog.pg_database AS d, pg_catalog.shobj_description(d.oid, 'pg_database') AS c (comment)
WHERE d.datname ~ '{NAMED}' AND c.comment ~ '^{MARK} \\d{{8}}_\\d{{6}}$'
    AND pg_catalog.to_timestamp(pg_catalog.right(c.comment, 15), 'YYYYMMDD_HH24MISS') < pg_catalog.now()
    - CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_stat_activity AS a WHERE a.datid = d.oid)
    THEN interval '{LEFT_BEHIND}' ELSE interval '{UNUSED}' END \\gexec"""


def drop(scratch: str) -> str:
    """Drops a throwaway database, whoever is connected to it."""
    return f"DROP DATABASE IF EXISTS {identifier(scratch)} WITH (FORCE);"


def roles(found: Sequence[Mapping[str, Any]]) -> list[str]:
    """Makes the roles that the backup needs and the server lacks, without a password; leaves others as they are."""
    by_name = {each["role"]: each for each in found}
    order: list[str] = []

    def add(name: str) -> None:
        # A group before its members.
        if name in by_name and name not in order:
            for group, *_ in by_name[name]["member_of"] or ():
                add(group)
            order.append(name)

    for each in found:
        if each["needed"]:
            add(each["role"])
    lines = []
    for name in order:
        lines += [
            f"SELECT NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = {literal(name)}) AS missing \\gset",
            "\\if :missing",
            *_role(by_name[name]),
            "\\endif",
        ]
    return lines


def _role(found: Mapping[str, Any]) -> Iterable[str]:
    name = identifier(found["role"])
    # A backup is a file: what somebody wrote into it makes nobody powerful.
    words = [word.upper() if found[word] and word in _HARMLESS else f"NO{word.upper()}" for word in _ATTRIBUTES]
    until = f" VALID UNTIL {literal(found['valid_until'])}" if found["valid_until"] else ""
    yield f"CREATE ROLE {name} {' '.join(words)} CONNECTION LIMIT {found['connection_limit']}{until};"
    for group, admin, inherit, set_ in found["member_of"] or ():
        grant = f"GRANT {identifier(group)} TO {name} WITH ADMIN {admin}, INHERIT {inherit}, SET {set_}"
        yield f"SELECT {literal(grant)} FROM pg_catalog.pg_roles AS r WHERE {_named(group)} AND {HARMLESS} \\gexec"
    for setting in found["settings"] or ():
        yield from setting_of(f"ALTER ROLE {name}", setting)


def _named(role: str) -> str:
    return f"r.rolname = {literal(role)}"


def setting_of(alter: str, setting: str) -> Iterable[str]:
    """Sets what any role may set for itself; what only a superuser may is named, and left as it is.

    Args:
        alter: the statement, up to the setting.
        setting: as ``pg_db_role_setting`` has it, ``name=value``.
    """
    name, _, value = setting.partition("=")
    found = f"FROM pg_catalog.pg_settings WHERE name = {literal(name)} AND context = 'user'"
    yield f"SELECT EXISTS (SELECT {found}) AS any_role \\gset"
    yield "\\if :any_role"
    if name in _LISTS:
        yield f"SELECT pg_catalog.set_config({literal(name)}, {literal(value)}, false) \\g /dev/null"
        yield f"{alter} SET {name} FROM CURRENT;"
        yield f"RESET {name};"
    else:
        quoted = ".".join(map(identifier, name.split(".")))
        yield f"{alter} SET {quoted} TO {literal(value)};"
    yield "\\else"
    yield f"\\echo {psql.argument(f'{LEFT_OUT}setting {name}')}"
    yield "\\endif"


def arrange(contents: Contents, database: str, wait: int, owner: str) -> str:
    """Gives a restored database the grants of the one that was backed up.

    Args:
        contents: what was backed up.
        database: its name.
        wait: seconds that it may have to wait before it is used.
        owner: of the restored one.
    """
    found, name = contents.database, identifier(database)
    lines = [_mark(database, wait)]
    if found["grants"] is not None:
        for grantee, privilege, grantable in found["grants"]:
            option = " WITH GRANT OPTION" if grantable else ""
            to = identifier(grantee) if grantee else "PUBLIC"
            if grantee not in (found["owner"], owner):
                lines.append(f"GRANT {privilege} ON DATABASE {name} TO {to}{option};")
    else:
        # PostgreSQL's own default.
        lines.append(f"GRANT CONNECT, TEMPORARY ON DATABASE {name} TO PUBLIC;")
    return "\n".join(lines)


def swap(contents: Contents, scratch: str, database: str, kept: str, *, works: str, deploys: str) -> str:
    """Renames both databases in one transaction: it happens whole or not at all.

    The first rename locks the old database against new sessions, and waits 5 s for those that are there to be gone.

    Args:
        contents: what was backed up.
        scratch: the restored database.
        database: whose place it takes.
        kept: what that is called then.
        works: SQL that tells which deploy works in the old database; NULL for none.
        deploys: the pattern of the sessions' names that are not ended; those without work leave by themselves.
    """
    old, new, aside = identifier(database), identifier(scratch), identifier(kept)
    comment = contents.database["comment"]
    return "\n".join(
        (
            f"SELECT EXISTS (SELECT FROM pg_catalog.pg_database WHERE datname = {literal(database)}) AS there \\gset",
            "BEGIN;",
            "\\if :there",
            _aside(database, f"ALTER DATABASE {old} RENAME TO {aside}", works, deploys),
            f"ALTER DATABASE {aside} ALLOW_CONNECTIONS false;",
            "\\endif",
            f"ALTER DATABASE {new} RENAME TO {old};",
            f"ALTER DATABASE {old} CONNECTION LIMIT {contents.database['connection_limit']};",
            f"COMMENT ON DATABASE {old} IS {'NULL' if comment is None else literal(comment)};",
            "COMMIT;",
        )
    )


def _aside(database: str, rename: str, works: str, deploys: str) -> str:
    """Ends the sessions of a database and renames it; again when one came in between, and not while a deploy works."""
    body = f"""DECLARE
    old oid := (SELECT oid FROM pg_catalog.pg_database WHERE datname = {literal(database)});
    who text;
BEGIN
    FOR turn IN 1 .. {TURNS} LOOP
        PERFORM pg_catalog.pg_stat_clear_snapshot();
        PERFORM pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity
        WHERE datid = old AND application_name NOT LIKE {literal(deploys)};
        BEGIN
            {rename};
            RETURN;
        EXCEPTION WHEN object_in_use THEN
            PERFORM pg_catalog.pg_stat_clear_snapshot();
            who := ({works});
            IF who IS NOT NULL THEN
                RAISE lock_not_available
                USING MESSAGE = pg_catalog.format('%s is working in database %I', who, {literal(database)});
            ELSIF turn = {TURNS} OR NOT EXISTS (SELECT FROM pg_catalog.pg_stat_activity WHERE datid = old) THEN
                RAISE;
            END IF;
        END;
    END LOOP;
END"""
    return f"DO {literal(body)};"
