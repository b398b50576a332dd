"""Who may do what in a database: PUBLIC nothing, the read-only role SELECT, its owner everything. Pure.

Not by pg_read_all_data: who has that reads pg_authid too, where the passwords' verifiers are.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ai_engine_db.facts.server import ServerState
from ai_engine_db.schema.render import grant_connect, identifier, literal

SCHEMAS = ("public", "search")


def differences(found: Mapping[str, Any] | None, database: Mapping[str, Any] | None) -> list[str]:
    """What is wrong with the privileges in a database, in words; ``missing`` when there is no database.

    Args:
        found: the object of ``privileges.sql``.
        database: that of ``server.sql`` about the database.
    """
    if found is None or database is None:
        return ["missing"]
    blind = [(found["blind"], "the role that reads catalogs cannot use schema public")]
    return [*for_public(found, database), *for_reader(found, database), *_words(blind)]


def for_public(found: Mapping[str, Any], database: Mapping[str, Any]) -> list[str]:
    """What PUBLIC may and should not; and what the owner then lacks."""
    wrong = [
        (database["public"], "PUBLIC may {} in the database"),
        (found["public"], "PUBLIC has {} on schema public"),
        (found["granted"], "PUBLIC has privileges on {}"),
        (found["definers"], "PUBLIC may execute {} with the owner's privileges"),
        (not found["owner"], "the owner lacks privileges on schema public"),
        (found.get("outside"), "{} cannot connect, or use schema public"),
    ]
    return _words(wrong)


def for_reader(found: Mapping[str, Any], database: Mapping[str, Any]) -> list[str]:
    """What the read-only role cannot and should, and the other way round."""
    new = [schema for schema in SCHEMAS if schema not in (found["defaults"] or ())]
    wrong = [
        (not database["readonly"], "the read-only role cannot connect"),
        (found["closed"], "the read-only role cannot use schema {}"),
        (found["unreadable"], "the read-only role cannot read {} tables and views"),
        (found["writable"], "the read-only role can do more than read {}"),
        (new, "the read-only role could not read new tables of schema {}"),
    ]
    return _words(wrong)


def _words(wrong: Sequence[tuple[Any, str]]) -> list[str]:
    return [words.format(", ".join(it) if isinstance(it, list) else it) for it, words in wrong if it]


def statements(
    name: str,
    owner: str,
    readonly: str,
    own: Sequence[str],
    found: Mapping[str, Any] | None,
    granted: Sequence[str] = (),
) -> str:
    """The SQL that makes the privileges in a database what they should be; to run it again changes nothing.

    Args:
        name: of the database.
        owner: the role that owns it.
        readonly: the role that may only read.
        own: the deploy's own roles, first the one that reads catalogs.
        found: the object of ``privileges.sql``.
        granted: the roles that ``sql/`` grants to.
    """
    database, role, reader = map(identifier, (name, owner, readonly))
    found = found or {}
    lines = [
        f"REVOKE ALL ON DATABASE {database} FROM PUBLIC;",
        # What they had through PUBLIC is gone now.
        grant_connect(name, (readonly, *own, *granted)),
        "REVOKE ALL ON SCHEMA public FROM PUBLIC;",
        f"GRANT ALL ON SCHEMA public TO {role};",
        f"GRANT USAGE ON SCHEMA public TO {identifier(own[0])};",
    ]
    lines += [f"GRANT USAGE ON SCHEMA public TO {identifier(each)};" for each in granted]
    # Names come quoted from the server.
    lines += [f"REVOKE ALL ON {relation} FROM PUBLIC;" for relation in found.get("granted") or ()]
    lines += [f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC;" for function in found.get("definers") or ()]
    lines += [f"REVOKE ALL ON {relation} FROM {reader};" for relation in found.get("writable") or ()]
    for schema in SCHEMAS:
        reading = [
            f"REVOKE ALL ON SCHEMA {schema} FROM {reader};",
            f"GRANT USAGE ON SCHEMA {schema} TO {reader};",
            f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {reader};",
            f"ALTER DEFAULT PRIVILEGES FOR ROLE {role} IN SCHEMA {schema} GRANT SELECT ON TABLES TO {reader};",
        ]
        # The search may not be made yet, when this step runs by itself.
        body = "\n".join([f"BEGIN IF to_regnamespace('{schema}') IS NOT NULL THEN", *reading, "END IF; END"])
        lines.append(f"DO {literal(body)};")
    return "\n".join(lines)


def found(server: ServerState, name: str) -> tuple[Mapping[str, Any] | None, Mapping[str, Any] | None]:
    """What is known of the privileges in a database, and of the database."""
    database = server.databases.get(name)
    return database.privileges if database else None, (server.facts.get("databases") or {}).get(name)
