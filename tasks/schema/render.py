"""The SQL that makes, removes and describes one object. Pure: objects in, statements (text without ``;``) out."""

from collections.abc import Iterable

from tasks.schema.model import Object

ON_TABLE = ("constraint", "trigger")


def literal(text: str) -> str:
    """A string constant, for ``standard_conforming_strings = on`` (manual, 4.1.2.1)."""
    return "'" + text.replace("'", "''") + "'"


def column(item: Object) -> str:
    """A column as CREATE TABLE and ADD COLUMN take it."""
    parts = [item.name, item["type"]]
    if item["collation"]:
        parts.append(f"COLLATE {item['collation']}")
    if item["generated"]:
        parts.append(f"GENERATED ALWAYS AS ({item['generated']}) STORED")
    elif item["identity"]:
        parts.append(f"GENERATED {item['identity']} AS IDENTITY")
    elif item["default"] is not None:
        parts.append(f"DEFAULT {item['default']}")
    if item["not_null"]:
        parts.append("NOT NULL")
    return " ".join(parts)


def table(item: Object, columns: Iterable[Object], constraints: Iterable[Object]) -> str:
    """CREATE TABLE with its columns and the constraints that need no other table."""
    lines = [column(each) for each in columns]
    lines += [f"CONSTRAINT {each.name} {each['definition']}" for each in constraints]
    body = ",\n    ".join(lines)
    unlogged = "UNLOGGED " if item["unlogged"] else ""
    options = f" WITH ({', '.join(item['options'])})" if item["options"] else ""
    return f"CREATE {unlogged}TABLE {item.name} (\n    {body}\n){options}"


def sequence_options(item: Object) -> str:
    cycle = "CYCLE" if item["cycle"] else "NO CYCLE"
    return (
        f"AS {item['type']} INCREMENT {item['increment']} MINVALUE {item['minimum']} MAXVALUE {item['maximum']}"
        f" START {item['start']} CACHE {item['cache']} {cycle}"
    )


def _type(item: Object) -> str:
    if item["labels"] is not None:
        return f"CREATE TYPE {item.name} AS ENUM ({', '.join(map(literal, item['labels']))})"
    return f"CREATE TYPE {item.name} AS ({', '.join(item['attributes'])})"


def _domain(item: Object) -> str:
    parts = [f"CREATE DOMAIN {item.name} AS {item['base']}"]
    if item["default"] is not None:
        parts.append(f"DEFAULT {item['default']}")
    if item["not_null"]:
        parts.append("NOT NULL")
    parts += [f"CONSTRAINT {name} {check}" for name, check in sorted((item["checks"] or {}).items())]
    return " ".join(parts)


def _view(item: Object) -> str:
    options = f" WITH ({', '.join(item['options'])})" if item["options"] else ""
    return f"CREATE OR REPLACE VIEW {item.name}{options} AS\n{item['definition']}"


def create(item: Object) -> str:
    """The statement that makes an object other than a table.

    Raises:
        ValueError: the kind is one that this tool does not make.
    """
    match item.kind:
        case "column":
            return f"ALTER TABLE {item.parent} ADD COLUMN {column(item)}"
        case "constraint":
            return f"ALTER TABLE {item.parent} ADD CONSTRAINT {item.name} {item['definition']}"
        case "index" | "function" | "procedure":
            return str(item["definition"]).rstrip()
        case "trigger":
            definition = str(item["definition"])
            if definition.startswith("CREATE CONSTRAINT"):
                return definition
            return definition.replace("CREATE TRIGGER", "CREATE OR REPLACE TRIGGER", 1)
        case "sequence":
            return f"CREATE SEQUENCE {item.name} {sequence_options(item)}"
        case "view":
            return _view(item)
        case "materialized view":
            return f"CREATE MATERIALIZED VIEW {item.name} AS\n{item['definition']}"
        case "type":
            return _type(item)
        case "domain":
            return _domain(item)
    raise ValueError(f"{item.id}: objects of this kind are not managed")


def drop(item: Object) -> str:
    """The statement that removes an object, if it is there; never CASCADE.

    Raises:
        ValueError: the object holds data.
    """
    match item.kind:
        case "constraint":
            return f"ALTER TABLE {item.parent} DROP CONSTRAINT IF EXISTS {item.name}"
        case "trigger":
            return f"DROP TRIGGER IF EXISTS {item.name} ON {item.parent}"
        case "index" | "view" | "materialized view" | "function" | "procedure":
            return f"DROP {item.kind.upper()} IF EXISTS {item.name}"
    raise ValueError(f"{item.id}: dropping it could lose data")


def target(item: Object) -> str:
    """The object as COMMENT ON and ALTER name it: ``TABLE users``, ``CONSTRAINT x ON users``."""
    if item.kind in ON_TABLE:
        return f"{item.kind.upper()} {item.name} ON {item.parent}"
    return f"{item.kind.upper()} {item.path}"


def comment(item: Object) -> str:
    text = item["comment"]
    return f"COMMENT ON {target(item)} IS {'NULL' if text is None else literal(text)}"


def owner(item: Object, role: str) -> str:
    return f"ALTER {target(item)} OWNER TO {role}"


def grant(item: Object, grant_text: str) -> str:
    """GRANT of an entry such as ``bob SELECT`` or ``PUBLIC EXECUTE WITH GRANT OPTION``."""
    entry, option, _ = grant_text.partition(" WITH GRANT OPTION")
    grantee, privilege = entry.rsplit(" ", 1)
    if item.kind == "column":
        return f"GRANT {privilege} ({item.name}) ON TABLE {item.parent} TO {grantee}{option}"
    kind = "TABLE" if item.kind in ("view", "materialized view", "foreign table") else item.kind.upper()
    return f"GRANT {privilege} ON {kind} {item.path} TO {grantee}{option}"


def identifier(name: str) -> str:
    """A name, quoted whether it wants it or not (manual, 4.1.1)."""
    return '"' + name.replace('"', '""') + '"'
