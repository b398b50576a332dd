"""The SQL that gives a table in use an index or a key beside its readers and writers. Pure: objects in, texts out.

What is only there on the way has a name that says so, by which a later deploy knows what an interrupted one left.
"""

import re
from hashlib import sha256

from ai_engine_db.schema.model import Object

_INDEX = re.compile(r'CREATE (UNIQUE )?INDEX (?:"(?:[^"]|"")*"|\S+) ON ')
_KEY = re.compile(
    r"(?P<type>UNIQUE|PRIMARY KEY)(?P<nulls> NULLS NOT DISTINCT)? (?P<columns>\([^()]*\))"
    r"(?P<include> INCLUDE \([^()]*\))?(?P<options> WITH \([^()]*\))?(?P<deferrable> DEFERRABLE.*)?$"
)
_HELPER = re.compile(r"deploy_(new|not_null)_[0-9a-f]{12}$")


def helper(purpose: str, name: str) -> str:
    """The name of what is there for a moment: ``new`` for an index to come, ``not_null`` for a constraint."""
    return f"deploy_{purpose}_{sha256(name.encode()).hexdigest()[:12]}"


def is_helper(item: Object) -> bool:
    """Whether an object is there for a moment only."""
    return item.kind in ("index", "constraint") and _HELPER.match(item.name) is not None


def is_built(item: Object) -> bool:
    """Whether it is an index, or a key that can be made of one."""
    return item.kind == "index" or (item.kind == "constraint" and _KEY.match(str(item["definition"])) is not None)


def is_left(item: Object, other: Object | None) -> bool:
    """Whether an index is what an interrupted build of a key left: of no use, or just what is needed."""
    if other is None or other.kind != "index" or other.parent != item.parent or not is_built(item):
        return False
    return bool(other["invalid"]) or is_usable(item, other)


def is_usable(item: Object, other: Object | None) -> bool:
    """Whether an index is, but for its name, the one that is to be built."""
    if other is None or other["invalid"] or other.parent != item.parent:
        return False
    return bool(build(item, other.name).replace(" CONCURRENTLY", "", 1) == other["definition"])


def whole(item: Object) -> str:
    """The definition of a constraint with the storage parameters of its index, which PostgreSQL prints without."""
    key = _KEY.match(str(item["definition"]))
    if key is None or not item["options"]:
        return str(item["definition"])
    deferrable = key["deferrable"] or ""
    rest = str(item["definition"]).removesuffix(deferrable)
    return f"{rest} WITH ({', '.join(item['options'])}){deferrable}"


def differs_in_options(item: Object, now: Object) -> bool:
    """Whether only the storage parameters of an index, or of a key's index, are other than they should be."""
    return without_options(item) == without_options(now)


def without_options(item: Object) -> str:
    """The definition of an index or key but for its storage parameters."""
    names = [re.escape(each.partition("=")[0]) for each in item["options"] or ()]
    if not names:
        return str(item["definition"])
    parameters = ", ".join(rf"{name}=(?:'[^']*'|\w+)" for name in names)
    return re.sub(rf" WITH \({parameters}\)", "", str(item["definition"]), count=1)


def build(item: Object, name: str) -> str:
    """CREATE INDEX CONCURRENTLY, by a name of one's choice."""
    definition = str(item["definition"])
    if item.kind == "index":
        return _INDEX.sub(lambda found: f"CREATE {found[1] or ''}INDEX CONCURRENTLY {name} ON ", definition, count=1)
    key = _KEY.match(whole(item))
    if key is None:
        raise ValueError(f"{item.id}: no index makes this constraint")
    parts = [key[part] or "" for part in ("columns", "include", "nulls", "options")]
    return f"CREATE UNIQUE INDEX CONCURRENTLY {name} ON public.{item.parent} USING btree {''.join(parts)}"


def adopt(item: Object, name: str) -> str:
    """The statement that makes an index that was built by a name into what was wanted."""
    if item.kind == "index":
        return f"ALTER INDEX {name} RENAME TO {item.name}"
    key = _KEY.match(str(item["definition"]))
    if key is None:
        raise ValueError(f"{item.id}: no index makes this constraint")
    what = f"{key['type']} USING INDEX {name}{key['deferrable'] or ''}"
    return f"ALTER TABLE {item.parent} ADD CONSTRAINT {item.name} {what}"


def drop(name: str) -> str:
    """DROP INDEX CONCURRENTLY."""
    return f"DROP INDEX CONCURRENTLY IF EXISTS {name}"
