"""Roles in ``sql/``: named by what they are for (``:app``), and by each environment's settings for real. Pure.

In ``sql/`` a role is a placeholder, ``GRANT SELECT ON orders TO :reporting``. ``make lock`` runs that with a role whose
very name is ``:reporting``, and the lock keeps it. Before a plan is made, ``DB_ROLES`` says who that is.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from ai_engine_db.schema import acl
from ai_engine_db.schema.keywords import QUOTED
from ai_engine_db.schema.model import Object, Snapshot

READONLY = "readonly"
APP = "app"

_MAYBE = re.compile(r":[a-z_]")
_PLACEHOLDER = re.compile(r'":([a-z_][a-z0-9_]*)"')
_SAFE = re.compile(r"[a-z_][a-z0-9_]*")

# What the read-only role has of these by itself, or never gets (ai_engine_db.security.privileges).
_READ = ("table", "column", "view", "materialized view", "foreign table")
LISTS = ("grants", "column_grants", "roles")


class RolesError(ValueError):
    """The lock names a role that no setting gives a name."""


def written(text: str) -> tuple[str, frozenset[str]]:
    """SQL with its placeholders as names of roles, and the placeholders."""
    if not _MAYBE.search(text):
        return text, frozenset()
    from pglast.parser import ParseError, scan

    try:
        tokens = scan(text)
    except ParseError:
        # Whoever parses it says what is wrong.
        return text, frozenset()
    found: set[str] = set()
    parts: list[str] = []
    at, depth = 0, 0
    for colon, word in pairwise(tokens):
        depth += {"ASCII_91": 1, "ASCII_93": -1}.get(colon.name, 0)
        name = text[word.start : word.end + 1]
        # Within brackets it is the slice of an array.
        if colon.name == "ASCII_58" and not depth and word.start == colon.end + 1 and _SAFE.fullmatch(name):
            found.add(name)
            parts += [text[at : colon.start], f'":{name}"']
            at = word.end + 1
    return "".join(parts) + text[at:], frozenset(found)


def is_placeholder(role: str) -> bool:
    """Whether the name of a role is one that :func:`written` made."""
    return _PLACEHOLDER.fullmatch(f'"{role}"') is not None


def quoted(name: str) -> str:
    """A name as the server prints it: quoted where SQL wants quotes (``quote_ident``)."""
    if _SAFE.fullmatch(name) and name not in QUOTED:
        return name
    return '"' + name.replace('"', '""') + '"'


def named(objects: Iterable[Object]) -> frozenset[str]:
    """The placeholders in objects of the lock."""
    texts = (text for item in objects for each in LISTS for text in item[each] or ())
    return frozenset(name for text in texts for name in _PLACEHOLDER.findall(text))


def resolve(objects: Snapshot, names: Mapping[str, str], owner: str) -> Snapshot:
    """The objects of the lock with the roles of an environment.

    Args:
        objects: the lock's.
        names: the role of each placeholder.
        owner: of the database, who needs no grants.

    Raises:
        RolesError: a placeholder has no role.
    """
    used = named(objects.values())
    if not used:
        return objects
    if unknown := sorted(used - names.keys()):
        known = ", ".join(f":{each}" for each in sorted(names))
        raise RolesError(
            f"sql/ grants to {', '.join(f':{each}' for each in unknown)}, and the settings name"
            f" {known}: add {unknown[0]}=ROLE to DB_ROLES"
        )
    return {key: _resolved(item, names, owner) for key, item in objects.items()}


def _resolved(item: Object, names: Mapping[str, str], owner: str) -> Object:
    changed: dict[str, list[str] | None] = {}
    for each in LISTS:
        if given := item[each]:
            if each == "roles":
                changed[each] = _of_policy(given, names, owner)
                continue
            kept = [text for text in given if not _by_itself(item, each, text, names, owner)]
            changed[each] = [_PLACEHOLDER.sub(lambda found: quoted(names[found[1]]), text) for text in kept] or None
    return replace(item, attributes={**item.attributes, **changed}) if changed else item


def _of_policy(given: Iterable[str], names: Mapping[str, str], owner: str) -> list[str]:
    """The roles of a policy as the server prints them: the owner by no name, in order, and each once."""
    found = set()
    for text in given:
        role = _PLACEHOLDER.fullmatch(text)
        name = names[role[1]] if role else ""
        found.add(text if role is None else "CURRENT_USER" if name == owner else quoted(name))
    return sorted(found)


def _by_itself(item: Object, kind: str, text: str, names: Mapping[str, str], owner: str) -> bool:
    """Whether a role has what is granted to it without that grant, so that the server does not show it either."""
    found = _PLACEHOLDER.search(text)
    if found is None:
        return False
    if names[found[1]] == owner:
        return True
    if item.kind == "schema":
        # The roles of the settings may use it.
        return not text.endswith(acl.OPTION)
    return found[1] == READONLY and (item.kind in _READ or kind == "column_grants")


def refusals(item: Object) -> Iterator[str]:
    """Why grants in ``sql/`` would not hold."""
    for text in item["grants"] or () if item.kind in (*_READ, "sequence") else ():
        given = acl.parse(text)
        if given.grantee == f'":{READONLY}"' and (given.privilege != "SELECT" or given.option):
            yield f"grant of {given.privilege} to :{READONLY}: a deploy lets it read, and takes all else away again"
