"""Privileges: which are given, which are taken away again, and which are left and told. Pure.

What a person gave by hand stays, because another application may work by it; so does what was taken from PUBLIC.
"""

from collections.abc import Iterator

from ai_engine_db.schema import acl, render
from ai_engine_db.schema.model import Object
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


def left(item: Object, now: Object) -> Iterator[str]:
    """What somebody gave, or took from PUBLIC, that is left as it is, in words."""
    wanted, has = _entries(item), _entries(now)
    for entry in sorted(has - wanted):
        given = acl.parse(entry)
        if given.option and not given.by and given.plain in wanted:
            if _passed_on(given.plain, has):
                yield f"grant {entry}, on which other grants depend,"
        elif f"{entry}{OPTION}" not in wanted and not _by_name(now, entry) and not _looked_after(now, entry):
            yield f"grant {entry}"
    for entry in sorted(set(now["revoked"] or ()) - set(item["revoked"] or ())):
        # The step for privileges takes these away itself.
        if entry.startswith("PUBLIC ") and "SECURITY DEFINER" not in str(item["definition"]):
            yield f"revoke {entry}"


def _entries(item: Object) -> set[str]:
    return set(item["grants"] or ()) - {acl.USUAL.get(item.kind, "")}


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
    return item.kind in RELATIONS and entry.startswith("PUBLIC ")
