"""Privileges: which are given, which are taken away again, and which are left and told. Pure.

What a person gave by hand stays, because another application may work by it; so does what was taken from PUBLIC.
"""

from collections.abc import Iterator

from ai_engine_db.schema import acl, render
from ai_engine_db.schema.model import Object
from ai_engine_db.schema.planner import options
from ai_engine_db.schema.render import OPTION

RELATIONS = ("table", "column", "view", "materialized view", "foreign table", "sequence")


def differences(item: Object, now: Object, owner: str) -> Iterator[tuple[str, str]]:
    """What is to be granted and revoked, each in words and as a statement."""
    wanted, has = _entries(item), _entries(now)
    for entry in sorted(wanted - has):
        if f"{entry}{OPTION}" not in has:
            yield f"grant {entry}", render.grant(item, entry)
        elif not _passed_on(entry, has):
            yield f"revoke grant option of {entry}", render.revoke_option(item, entry)
    taken, was_taken = set(item["revoked"] or ()), set(now["revoked"] or ())
    for entry in sorted(taken - was_taken):
        yield f"revoke {entry}", render.revoke(item, entry, owner)
    for entry in sorted(was_taken - taken):
        if entry.startswith("OWNER "):
            yield f"grant {entry}", render.grant(item, entry, owner)
    for column, wanted_, has_ in _columns(item, now):
        for words, sql in differences(wanted_, has_, owner):
            yield f"{words} of column {column}", sql


def _columns(item: Object, now: Object) -> Iterator[tuple[str, Object, Object]]:
    """The columns of a view with privileges of their own, wanted and found, as objects."""
    names = options.columns(item) if item["column_grants"] or now["column_grants"] else []
    for name in names:
        wanted, has = (
            Object("column", name, item.name, {"grants": [entry[len(name) + 1 :] for entry in entries]})
            for entries in (
                [each for each in view["column_grants"] or () if options.first_name(each) == name]
                for view in (item, now)
            )
        )
        yield name, wanted, has


def make(item: Object, owner: str) -> Iterator[str]:
    """The statements that give and take what is given and taken of an object that is made, or made again."""
    for entry in item["grants"] or ():
        yield render.grant(item, entry)
    for entry in item["revoked"] or ():
        yield render.revoke(item, entry, owner)
    for _, wanted, _ in _columns(item, Object(item.kind, item.name)):
        for entry in wanted["grants"]:
            yield render.grant(wanted, entry)


def left(item: Object, now: Object, grantees: frozenset[str] = frozenset()) -> Iterator[str]:
    """What somebody gave, or took from PUBLIC, that is left as it is, in words.

    Args:
        item: as it shall be.
        now: as it is.
        grantees: roles to which ``sql/`` grants anything, so that it says all that they have.
    """
    wanted, has = _entries(item), _entries(now)
    for entry in sorted(has - wanted):
        given = acl.parse(entry)
        if given.option and not given.by and given.plain in wanted:
            if _passed_on(given.plain, has):
                yield f"grant {entry}, on which other grants depend,"
        elif f"{entry}{OPTION}" in wanted or _looked_after(now, entry):
            continue
        elif given.grantee in grantees or not _by_name(now, entry):
            yield f"grant {entry}"
    for column, wanted_, has_ in _columns(item, now):
        for words in left(wanted_, has_, grantees):
            yield f"{words} of column {column}"
    for entry in sorted(set(now["revoked"] or ()) - set(item["revoked"] or ())):
        # The step for privileges takes these away itself.
        if entry.startswith("PUBLIC ") and "SECURITY DEFINER" not in str(item["definition"]):
            yield f"revoke {entry}"


def _entries(item: Object) -> set[str]:
    return set(item["grants"] or ()) - {acl.usual(item.kind, item.name)}


def _passed_on(entry: str, has: set[str]) -> bool:
    """Whether who may pass a privilege on has done so: then PostgreSQL takes the option away from nobody."""
    wanted = acl.parse(entry)
    return any((each.by, each.privilege) == (wanted.grantee, wanted.privilege) for each in map(acl.parse, has))


def _by_name(item: Object, entry: str) -> bool:
    """Whether it is what a role of somebody's own needs (docs/security.md): a whole object, and not to pass it on."""
    given = acl.parse(entry)
    return item.kind != "column" and not given.option and not given.by and given.grantee != "PUBLIC"


def _looked_after(item: Object, entry: str) -> bool:
    """Whether the step for privileges takes it away: all that PUBLIC has on tables, views and sequences."""
    return item.kind in (*RELATIONS, "schema") and entry.startswith("PUBLIC ")
