"""The SQL that makes, removes and describes one object. Pure: objects in, statements (text without ``;``) out."""

import re
from collections.abc import Callable, Iterable, Sequence

from ai_engine_db.schema import acl, concurrent
from ai_engine_db.schema.model import Object

ON_TABLE = ("constraint", "trigger", "rule", "policy")

# Behind the name of default privileges that hold in one schema.
IN_PUBLIC = " in public"

OPTION = acl.OPTION


def literal(text: str) -> str:
    """A string constant, for ``standard_conforming_strings = on`` (manual, 4.1.2.1)."""
    return "'" + text.replace("'", "''") + "'"


def unquoted(name: str) -> str:
    """A name as the catalogs have it."""
    return name[1:-1].replace('""', '"') if name.startswith('"') else name


def column(item: Object) -> str:
    """A column as CREATE TABLE and ADD COLUMN take it."""
    parts = [item.name, item["type"]]
    parts += [f"{name.upper()} {item[name]}" for name in ("storage", "compression") if item[name]]
    if item["collation"]:
        parts.append(f"COLLATE {item['collation']}")
    if item["generated"]:
        parts.append(f"GENERATED ALWAYS AS ({item['generated']}) STORED")
    elif item["identity"]:
        parts.append(identity(item))
    elif item["default"] is not None:
        parts.append(f"DEFAULT {item['default']}")
    if item["not_null"]:
        parts.append("NOT NULL")
    return " ".join(parts)


def identity(item: Object) -> str:
    """``GENERATED … AS IDENTITY``, with the options of its sequence that are not the defaults."""
    options = f" ({' '.join(given)})" if (given := identity_options(item)) else ""
    return f"GENERATED {item['identity']} AS IDENTITY{options}"


def identity_options(item: Object, *, every: bool = False) -> list[str]:
    """The options of an identity column's sequence; with ``every``, the defaults too."""
    given = item["identity_options"] or {}
    found = [
        f"{word} {given.get(name, default)}"
        for name, word, default in (("start", "START", 1), ("increment", "INCREMENT", 1), ("cache", "CACHE", 1))
        if every or name in given
    ]
    for name, word in (("minimum", "MINVALUE"), ("maximum", "MAXVALUE")):
        if every or name in given:
            found.append(f"{word} {given[name]}" if name in given else f"NO {word}")
    if every or "cycle" in given:
        found.append("CYCLE" if given.get("cycle") else "NO CYCLE")
    return found


def table_options(item: Object) -> str:
    """What stands behind the columns of CREATE TABLE."""
    key = f" PARTITION BY {item['partition_key']}" if item["partition_key"] else ""
    return f"{key}{_options(item)}"


def table(item: Object, columns: Iterable[Object], constraints: Iterable[Object]) -> str:
    """CREATE TABLE with its columns and the constraints that need no other table."""
    lines = [column(each) for each in columns]
    lines += [f"CONSTRAINT {each.name} {concurrent.whole(each)}" for each in constraints]
    body = ",\n    ".join(lines)
    inherits = f" INHERITS ({', '.join(item['inherits'])})" if item["inherits"] else ""
    return f"CREATE {unlogged(item)}TABLE {item.name} (\n    {body}\n){inherits}{table_options(item)}"


def unlogged(item: Object) -> str:
    """The word before TABLE and SEQUENCE."""
    return "UNLOGGED " if item["unlogged"] else ""


def sequence_options(item: Object) -> str:
    """All options of a sequence, as CREATE and ALTER SEQUENCE take them."""
    cycle = "CYCLE" if item["cycle"] else "NO CYCLE"
    return (
        f"AS {item['type']} INCREMENT {item['increment']} MINVALUE {item['minimum']} MAXVALUE {item['maximum']}"
        f" START {item['start']} CACHE {item['cache']} {cycle}"
    )


def _type(item: Object) -> str:
    if item["labels"] is not None:
        return f"CREATE TYPE {item.name} AS ENUM ({', '.join(map(literal, item['labels']))})"
    if item["range"] is not None:
        return f"CREATE TYPE {item.name} AS RANGE ({', '.join(item['range'])})"
    return f"CREATE TYPE {item.name} AS ({', '.join(item['attributes'] or ())})"


def _domain(item: Object) -> str:
    parts = [f"CREATE DOMAIN {item.name} AS {item['base']}"]
    if item["collation"]:
        parts.append(f"COLLATE {item['collation']}")
    if item["default"] is not None:
        parts.append(f"DEFAULT {item['default']}")
    if item["not_null"]:
        parts.append("NOT NULL")
    parts += [f"CONSTRAINT {name} {check}" for name, check in sorted((item["checks"] or {}).items())]
    return " ".join(parts)


def _view(item: Object) -> str:
    return f"CREATE OR REPLACE VIEW {item.name}{_options(item)} AS\n{item['definition']}"


def _materialized_view(item: Object) -> str:
    return f"CREATE MATERIALIZED VIEW {item.name}{_options(item)} AS\n{item['definition']}"


def _options(item: Object) -> str:
    return f" WITH ({', '.join(item['options'])})" if item["options"] else ""


def _constraint(item: Object) -> str:
    unchecked = " NOT VALID" if item["not_valid"] else ""
    return f"ALTER TABLE {item.parent} ADD CONSTRAINT {item.name} {concurrent.whole(item)}{unchecked}"


def _trigger(item: Object) -> str:
    definition = str(item["definition"])
    if definition.startswith("CREATE CONSTRAINT"):
        return definition
    return definition.replace("CREATE TRIGGER", "CREATE OR REPLACE TRIGGER", 1)


def _collation(item: Object) -> str:
    return f"CREATE COLLATION {item.name} ({', '.join(item['options'])})"


def _rule(item: Object) -> str:
    return str(item["definition"]).replace("CREATE RULE", "CREATE OR REPLACE RULE", 1)


def _policy(item: Object) -> str:
    parts = [f"CREATE POLICY {item.name} ON {item.parent}"]
    if item["restrictive"]:
        parts.append("AS RESTRICTIVE")
    if item["command"]:
        parts.append(f"FOR {item['command']}")
    if item["roles"]:
        parts.append(f"TO {', '.join(item['roles'])}")
    return " ".join([*parts, *_conditions(item, ("using", "check"))])


def _conditions(item: Object, names: Iterable[str]) -> list[str]:
    words = {"using": "USING", "check": "WITH CHECK"}
    return [f"{words[name]} ({item[name]})" for name in names if item[name] is not None]


def alter_policy(item: Object, different: Iterable[str]) -> str:
    """ALTER POLICY, which brings its roles and conditions to what they should be."""
    parts = [f"ALTER POLICY {item.name} ON {item.parent}"]
    if "roles" in different:
        parts.append(f"TO {', '.join(item['roles'] or ['PUBLIC'])}")
    return " ".join([*parts, *_conditions(item, (name for name in ("using", "check") if name in different))])


def nobody(item: Object) -> str:
    """A policy of the same name that lets nobody see or write a row."""
    return f"CREATE POLICY {item.name} ON {item.parent} AS RESTRICTIVE USING (false) WITH CHECK (false)"


def statistics_target(item: Object) -> str:
    """ALTER STATISTICS, which sets the target; -1 is the server's own."""
    return f"ALTER STATISTICS {item.name} SET STATISTICS {-1 if item['target'] is None else item['target']}"


def state(item: Object) -> list[str]:
    """What has to be said of an object of a table once it is made: whether it fires, how many values are kept."""
    found = []
    if item["enabled"]:
        found.append(f"ALTER TABLE {item.parent} {item['enabled']} {item.kind.upper()} {item.name}")
    if item["target"] is not None:
        found.append(statistics_target(item))
    return found


_CREATE: dict[str, Callable[[Object], str]] = {
    "column": lambda item: f"ALTER TABLE {item.parent} ADD COLUMN {column(item)}",
    "constraint": _constraint,
    "index": lambda item: str(item["definition"]),
    "function": lambda item: str(item["definition"]).rstrip(),
    "procedure": lambda item: str(item["definition"]).rstrip(),
    "trigger": _trigger,
    "rule": _rule,
    "policy": _policy,
    "statistics": lambda item: str(item["definition"]),
    "collation": _collation,
    "aggregate": lambda item: str(item["definition"]),
    "sequence": lambda item: f"CREATE {unlogged(item)}SEQUENCE {item.name} {sequence_options(item)}",
    "view": _view,
    "materialized view": _materialized_view,
    "type": _type,
    "domain": _domain,
}


def create(item: Object) -> str:
    """The statement that makes an object other than a table.

    Raises:
        ValueError: the kind is one that this tool does not make.
    """
    if item.kind not in _CREATE:
        raise ValueError(f"{item.id}: objects of this kind are not managed")
    return _CREATE[item.kind](item)


def drop(item: Object) -> str:
    """The statement that removes an object, if it is there; never CASCADE.

    Raises:
        ValueError: the object holds data.
    """
    match item.kind:
        case "constraint":
            return f"ALTER TABLE {item.parent} DROP CONSTRAINT IF EXISTS {item.name}"
        case "trigger" | "rule" | "policy":
            return f"DROP {item.kind.upper()} IF EXISTS {item.name} ON {item.parent}"
        case "index" | "statistics" | "view" | "materialized view" | "function" | "procedure" | "aggregate":
            return f"DROP {item.kind.upper()} IF EXISTS {item.name}"
    raise ValueError(f"{item.id}: dropping it could lose data")


def target(item: Object) -> str:
    """The object as COMMENT ON and ALTER name it: ``TABLE users``, ``CONSTRAINT x ON users``."""
    if item.kind in ON_TABLE:
        return f"{item.kind.upper()} {item.name} ON {item.parent}"
    return f"{item.kind.upper()} {item.path}"


def comment(item: Object) -> str:
    """COMMENT ON, which takes the comment away where there is none."""
    text = item["comment"]
    return f"COMMENT ON {target(item)} IS {'NULL' if text is None else literal(text)}"


def owner(item: Object, role: str) -> str:
    """ALTER … OWNER TO a role, quoted where SQL wants quotes."""
    return f"ALTER {target(item)} OWNER TO {role}"


def grant(item: Object, entry: str, owner: str = "") -> str:
    """GRANT of an entry such as ``bob SELECT`` or ``OWNER UPDATE``; whoever else gave it, the owner does now."""
    given = acl.parse(entry)
    option = OPTION if given.option else ""
    return f"{_by_default(item)}GRANT {_privilege(item, given.privilege)} TO {_grantee(given.grantee, owner)}{option}"


def revoke(item: Object, entry: str, owner: str = "") -> str:
    """REVOKE of an entry such as ``PUBLIC EXECUTE`` or ``OWNER UPDATE``, which PostgreSQL grants by itself."""
    given = acl.parse(entry)
    return f"{_by_default(item)}REVOKE {_privilege(item, given.privilege)} FROM {_grantee(given.grantee, owner)}"


def revoke_option(item: Object, entry: str) -> str:
    """REVOKE of the grant option alone, for an entry as it shall be."""
    given = acl.parse(entry)
    return f"{_by_default(item)}REVOKE GRANT OPTION FOR {_privilege(item, given.privilege)} FROM {given.grantee}"


def _by_default(item: Object) -> str:
    """What comes before GRANT where it is about objects to come."""
    if item.kind != "default privileges":
        return ""
    return f"ALTER DEFAULT PRIVILEGES {'IN SCHEMA public ' if item.name.endswith(IN_PUBLIC) else ''}"


def _grantee(name: str, owner: str) -> str:
    return owner if name == "OWNER" else name


def _privilege(item: Object, privilege: str) -> str:
    """``SELECT ON TABLE users``, and of a column ``SELECT (phone) ON TABLE users``."""
    if item.kind == "column":
        return f"{privilege} ({item.name}) ON TABLE {item.parent}"
    if item.kind == "default privileges":
        return f"{privilege} ON {item.name.removesuffix(IN_PUBLIC).upper()}"
    if item.kind == "aggregate":
        return f"{privilege} ON FUNCTION {_as_function(item.name)}"
    kind = "TABLE" if item.kind in ("view", "materialized view", "foreign table") else item.kind.upper()
    return f"{privilege} ON {kind} {item.path}"


def _as_function(name: str) -> str:
    """An aggregate by the arguments that a function of its kind would have."""
    return re.sub(r",? ?ORDER BY ", ", ", name.replace("(*)", "()")).replace("(, ", "(")


def refuse_if(find: str, message: str) -> str:
    """A statement that fails when a query finds anything."""
    return raise_if(f"EXISTS ({find})", message)


def raise_if(condition: str, message: str) -> str:
    """A statement that fails with a message, of any letters, when a condition holds."""
    # In the text of RAISE a single % wants a value.
    body = f" BEGIN IF {condition} THEN RAISE EXCEPTION {literal(message.replace('%', '%%'))}; END IF; END "
    return do(body, "check")


def do(body: str, tag: str) -> str:
    """A DO statement around PL/pgSQL, between dollar quotes that are not in it.

    Args:
        body: the block.
        tag: of the quotes.
    """
    quote = f"${tag}$"
    while quote in body:
        quote = f"{quote[:-1]}_$"
    return f"DO {quote}{body}{quote}"


def identifier(name: str) -> str:
    """A name, quoted whether it wants it or not (manual, 4.1.1)."""
    return '"' + name.replace('"', '""') + '"'


def grant_connect(database: str, roles: Sequence[str]) -> str:
    """The statement that lets roles connect to a database."""
    return f"GRANT CONNECT ON DATABASE {identifier(database)} TO {', '.join(map(identifier, roles))};"
