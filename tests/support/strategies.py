"""Random schemas as lists of DDL that PostgreSQL takes, drawn from small pools so that two of them often clash.

Two schemas have the same few names for different things: a column of another type, a view with other columns, a key on
another column. That is what a planner has to live through.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

ODD = '"Odd Domain"'

# Types of columns with defaults that fit, and values for rows; a check goes with some of them.
TYPES: dict[str, tuple[list[str], list[str]]] = {
    "smallint": (["0", "7"], ["1", "2", "300"]),
    "integer": (["0", "42"], ["1", "2", "70000"]),
    "bigint": (["0", "twice(2)"], ["1", "2", "5000000000"]),
    "numeric(10,2)": (["0", "9.99"], ["1", "2.50", "99999.99"]),
    "numeric(6,1)": (["0.5"], ["1", "2.5"]),
    "numeric": (["1.25"], ["1", "2.505", "1e20"]),
    "double precision": (["0.1"], ["1", "0.1", "1e300"]),
    "character varying(5)": (["'a'"], ["'a'", "'b'", "'12'"]),
    "character varying(20)": (["'a'", "'b'::text"], ["'a'", "'b'", "'2024-02-29'", "'12'"]),
    "character varying": (["'a'"], ["'a'", "'it''s'", "'a long text that fits no short column'"]),
    "text": (["'a'", "'it''s'", "upper('a')"], ["'a'", "'b '", "'12'", "''"]),
    'text COLLATE "C"': (["'a'"], ["'a'", "'B'"]),
    "character(3)": (["'abc'"], ["'a'", "'abc'"]),
    "boolean": (["true", "false"], ["true", "false"]),
    "date": (["CURRENT_DATE", "'2024-01-01'"], ["'2024-02-29'"]),
    "timestamp without time zone": (["CURRENT_TIMESTAMP", "'2024-01-01 10:00'"], ["'2024-02-29 12:34:56.789'"]),
    "timestamp with time zone": (["now()"], ["'2024-02-29 12:34:56+02'"]),
    "uuid": (
        ["gen_random_uuid()"],
        ["'6f9619ff-8b86-d011-b42d-00c04fc964ff'", "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'"],
    ),
    "jsonb": (["'{}'", "'[1, 2]'::jsonb"], ['\'{"b": 1, "a": [true]}\'']),
    "text[]": (["'{}'", "ARRAY['a', 'b']"], ["'{a,\"b c\"}'"]),
    "integer[]": (["'{}'"], ["'{1,2}'"]),
    "mood": (["'calm'"], ["'calm'"]),
    ODD: (["1"], ["1", "2"]),
}
NUMBERS = ("smallint", "integer", "bigint", "numeric(10,2)", "numeric(6,1)", "numeric", "double precision")
TEXTS = (
    "character varying(5)",
    "character varying(20)",
    "character varying",
    "text",
    'text COLLATE "C"',
    "character(3)",
)
KEYS = ("integer", "bigint", "uuid", "text", "character varying(20)")
UNSORTED = ("jsonb",)

TABLES = ("items", '"Order Lines"', "orders", '"état"')
COLUMNS = ("qty", "name", '"Total $"', "status", "note", '"select"')
COMMENTS = ("'first'", "'it''s second'")
LABELS = ("calm", "glad", "it's", "sad")


@dataclass
class Table:
    """A table: its columns with their types, and the type of its key, if it has one."""

    name: str
    columns: dict[str, str]
    key: str | None
    generated: set[str] = field(default_factory=set)

    def plain(self, types: Sequence[str]) -> list[str]:
        return [name for name, type_ in self.columns.items() if type_ in types and name not in self.generated]

    def label(self, *parts: str) -> str:
        """A name for something on the table; quoted, so that it may hold anything."""
        return '"' + "_".join(part.strip('"') for part in (self.name, *parts)) + '"'


@dataclass
class Schema:
    """Statements that make it, in an order that works.

    Attributes:
        tables: for whoever wants to fill them. types: what its columns may have.
        owned: what has an owner, as ALTER … OWNER takes it.
    """

    statements: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    types: list[str] = field(default_factory=lambda: [name for name in TYPES if name not in ("mood", ODD)])
    owned: list[str] = field(default_factory=list)

    def add(self, statement: str) -> None:
        self.statements.append(statement)


@st.composite
def schemas(draw: DrawFn) -> Schema:
    """A schema with up to four tables, and something of every kind that the planner knows."""
    schema = Schema()
    _types(draw, schema)
    _functions(draw, schema)
    # A table that survives a crash cannot refer to one that does not: all do, or none does.
    kind = "UNLOGGED TABLE" if _maybe(draw, 8) else "TABLE"
    for name in draw(st.lists(st.sampled_from(TABLES), min_size=1, max_size=3, unique=True)):
        _table(draw, schema, kind, name)
    for table in schema.tables:
        _keys(draw, schema, table)
        _indexes(draw, schema, table)
        _trigger(draw, schema, table)
    _views(draw, schema)
    if draw(st.booleans()):
        _late(draw, schema)
    if _maybe(draw, 4):
        _materialized(draw, schema)
    return schema


def _maybe(draw: DrawFn, odds: int = 2) -> bool:
    return draw(st.integers(1, odds)) == 1


def _one(draw: DrawFn, values: Sequence[str]) -> str:
    return draw(st.sampled_from(values))


def _types(draw: DrawFn, schema: Schema) -> None:
    if _maybe(draw, 4):
        return
    schema.types += ["mood", ODD]
    labels = ["calm", *draw(st.permutations(LABELS[1:]))[: draw(st.integers(0, 3))]]
    if _maybe(draw, 4):
        labels.reverse()
    quoted = ", ".join("'" + label.replace("'", "''") + "'" for label in labels)
    schema.add(f"CREATE TYPE mood AS ENUM ({quoted})")
    check = _one(draw, ["VALUE > 0", "VALUE >= 0", "VALUE IN (1, 2, 3)"])
    default = _one(draw, ["", " DEFAULT 1", " DEFAULT 2"])
    schema.add(f"CREATE DOMAIN {ODD} AS integer{default} CONSTRAINT fits CHECK ({check})")
    schema.owned += ["TYPE mood", f"DOMAIN {ODD}"]
    if _maybe(draw):
        schema.add("CREATE TYPE alike AS (feeling mood, amount numeric(10,2))")
    if _maybe(draw):
        options = _one(
            draw, ["", " INCREMENT 5", " MINVALUE 0 START 0", " MAXVALUE 1000 CYCLE", " AS integer CACHE 10"]
        )
        schema.add(f"CREATE SEQUENCE numbers{options}")


def _functions(draw: DrawFn, schema: Schema) -> None:
    name = _one(draw, ["n", "number"])
    body = _one(draw, ["* 2", "+ 0 * 1", "* 2 + 1"])
    schema.add(
        f"CREATE FUNCTION twice({name} integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT {name} {body}'"
    )
    second = _one(draw, ["", ", b integer DEFAULT 1", ", b integer DEFAULT 2", ", c integer"])
    schema.add(
        f"CREATE FUNCTION loose(a integer{second}) RETURNS {_one(draw, ['integer', 'bigint'])} LANGUAGE sql IMMUTABLE"
        " AS 'SELECT 1'"
    )
    schema.owned += ["FUNCTION twice(integer)", "FUNCTION touch()"]
    touch = _one(draw, ["RETURN NEW;", "-- it's\n    RETURN NEW;"])
    schema.add(f"CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN {touch} END$$")
    if _maybe(draw, 3):
        schema.add("REVOKE EXECUTE ON FUNCTION touch() FROM PUBLIC")
    if _maybe(draw, 3):
        schema.add("COMMENT ON FUNCTION twice(integer) IS 'it''s doubled'")
    if _maybe(draw, 3):
        body = _one(draw, ["NULL;", "PERFORM 1;"])
        schema.add(f"CREATE PROCEDURE tidy({name} integer) LANGUAGE plpgsql AS $$BEGIN {body} END$$")


def _table(draw: DrawFn, schema: Schema, kind: str, name: str) -> None:
    key = _one(draw, KEYS) if not _maybe(draw, 5) else None
    table = Table(name, {"id": key or "integer"}, key)
    parts = [_identifier(draw, table.columns["id"])]
    for column in draw(st.lists(st.sampled_from(COLUMNS), max_size=4, unique=True)):
        parts.append(_column(draw, schema, table, column))
    if table.key:
        parts.append(f"CONSTRAINT {table.label('pkey')} PRIMARY KEY (id)")
    parts += _checks(draw, table)
    options = _one(draw, ["", "", " WITH (fillfactor=70)", " WITH (fillfactor=90, autovacuum_enabled=false)"])
    schema.add(f"CREATE {kind} {name} ({', '.join(parts)}){options}")
    if _maybe(draw, 3):
        schema.add(f"COMMENT ON TABLE {name} IS {_one(draw, COMMENTS)}")
    if _maybe(draw, 3):
        schema.add(f"COMMENT ON COLUMN {name}.id IS 'the key'")
    if _maybe(draw, 4):
        schema.add(f"GRANT {_one(draw, ['SELECT', 'INSERT'])} ON {name} TO PUBLIC")
    schema.tables.append(table)
    schema.owned.append(f"TABLE {name}")


def _identifier(draw: DrawFn, type_: str) -> str:
    if type_ not in ("integer", "bigint"):
        return f"id {type_} NOT NULL"
    ways = [f"{type_} NOT NULL", "serial" if type_ == "integer" else "bigserial"]
    ways += [f"{type_} GENERATED {each} AS IDENTITY" for each in ("ALWAYS", "BY DEFAULT")]
    ways += [f"{type_} GENERATED ALWAYS AS IDENTITY (START 100 INCREMENT 10)"]
    return f"id {_one(draw, ways)}"


def _column(draw: DrawFn, schema: Schema, table: Table, name: str) -> str:
    numbers = table.plain(("integer", "bigint"))
    if numbers and _maybe(draw, 8):
        table.columns[name] = "bigint"
        table.generated.add(name)
        base, factor = _one(draw, numbers), _one(draw, ["2", "3"])
        return f"{name} bigint GENERATED ALWAYS AS ({base} * {factor}) STORED"
    type_ = _one(draw, schema.types)
    table.columns[name] = type_
    text = f"{name} {type_}"
    if _maybe(draw):
        text += f" DEFAULT {_one(draw, TYPES[type_][0])}"
    return text + (" NOT NULL" if _maybe(draw, 3) else "")


def _checks(draw: DrawFn, table: Table) -> list[str]:
    found = []
    for name, type_ in table.columns.items():
        if name == "id" or not _maybe(draw, 3):
            continue
        if type_ in TEXTS:
            check = _one(draw, [f"{name} IN ('a', 'b')", f"{name} IN ('a', 'b', '12')", f"length({name}) < 1000"])
        elif type_ in NUMBERS:
            ways = [f"{name} >= 0", f"{name} BETWEEN 0 AND 1000"]
            check = _one(draw, [*ways, f"twice({name}) > 0"] if type_ in ("smallint", "integer") else ways)
        else:
            check = f"{name} IS NOT NULL"
        found.append(f"CONSTRAINT {table.label(name, 'check')} CHECK ({check})")
    return found


def _keys(draw: DrawFn, schema: Schema, table: Table) -> None:
    names = [name for name, type_ in table.columns.items() if type_ not in UNSORTED]
    if _maybe(draw):
        columns = draw(st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True))
        nulls = _one(draw, ["", "", "NULLS NOT DISTINCT "])
        schema.add(f"ALTER TABLE {table.name} ADD CONSTRAINT {table.label('key')} UNIQUE {nulls}({', '.join(columns)})")
    targets = [each for each in schema.tables if each.key]
    if not targets or not _maybe(draw):
        return
    target = draw(st.sampled_from(targets))
    column, key = target.label("ref"), str(target.key)
    table.columns[column] = key
    action = _one(
        draw, ["", " ON DELETE CASCADE", " ON DELETE SET NULL", " DEFERRABLE INITIALLY DEFERRED", " NOT VALID"]
    )
    schema.add(f"ALTER TABLE {table.name} ADD COLUMN {column} {key}")
    schema.add(
        f"ALTER TABLE {table.name} ADD CONSTRAINT {table.label('fkey')}"
        f" FOREIGN KEY ({column}) REFERENCES {target.name} (id){action}"
    )
    if _maybe(draw, 3):
        schema.add(f"COMMENT ON CONSTRAINT {table.label('fkey')} ON {table.name} IS 'who'")


def _indexes(draw: DrawFn, schema: Schema, table: Table) -> None:
    names = [name for name, type_ in table.columns.items() if type_ not in UNSORTED]
    for label in draw(st.lists(st.sampled_from(("idx", "Idx 2")), max_size=2, unique=True)):
        name = _one(draw, names)
        ways = [f"({name})", f"({name} DESC NULLS LAST)", f"({name}) WHERE {name} IS NOT NULL"]
        if table.columns[name] in TEXTS:
            ways += [f"(lower({name}))", f"({name}) WHERE {name} IN ('a', 'b')"]
        if table.columns[name] in ("smallint", "integer"):
            ways += [f"(twice({name}))"]
        unique = "UNIQUE " if _maybe(draw, 4) else ""
        schema.add(f"CREATE {unique}INDEX {table.label(label)} ON {table.name} {_one(draw, ways)}")
        if _maybe(draw, 4):
            schema.add(f"COMMENT ON INDEX {table.label(label)} IS 'fast'")


def _trigger(draw: DrawFn, schema: Schema, table: Table) -> None:
    if not _maybe(draw):
        return
    event = _one(draw, ["INSERT OR UPDATE", "UPDATE", f"UPDATE OF {_one(draw, list(table.columns))}"])
    name = _one(draw, list(table.columns))
    when = _one(draw, ["", f" WHEN (NEW.{name} IS NOT NULL)"]) if event.startswith("UPDATE") else ""
    if name in table.generated:
        when = ""
    schema.add(f'CREATE TRIGGER "Touch" BEFORE {event} ON {table.name} FOR EACH ROW{when} EXECUTE FUNCTION touch()')
    if _maybe(draw, 4):
        schema.add(f'ALTER TABLE {table.name} {_one(draw, ["DISABLE", "ENABLE ALWAYS"])} TRIGGER "Touch"')
    if _maybe(draw, 4):
        schema.add(f"""COMMENT ON TRIGGER "Touch" ON {table.name} IS 'keeps'""")


def _views(draw: DrawFn, schema: Schema) -> None:
    columns: dict[str, list[str]] = {}
    for name in ("v1", '"V 2"', "v3")[: draw(st.integers(0, 3))]:
        tables = {table.name: list(table.columns) for table in schema.tables} | columns
        source = _one(draw, list(tables))
        chosen = draw(st.lists(st.sampled_from(tables[source]), min_size=1, max_size=3, unique=True))
        extra = _one(draw, ["", ", count(*) OVER () AS many", f", {chosen[0]}::text AS shown"])
        where = _one(draw, ["", f" WHERE {chosen[0]} IS NOT NULL"])
        options = _one(draw, ["", "", " WITH (security_invoker=true)"])
        schema.add(f"CREATE VIEW {name}{options} AS SELECT {', '.join(chosen)}{extra} FROM {source}{where}")
        columns[name] = chosen
        schema.owned.append(f"VIEW {name}")
        if _maybe(draw, 4):
            schema.add(f"COMMENT ON VIEW {name} IS 'seen'")
        if _maybe(draw, 4):
            schema.add(f"GRANT SELECT ON {name} TO PUBLIC")


def _materialized(draw: DrawFn, schema: Schema) -> None:
    table = draw(st.sampled_from(schema.tables))
    column = _one(draw, list(table.columns))
    schema.add(f"CREATE MATERIALIZED VIEW stored AS SELECT {column} AS kept FROM {table.name}")
    if table.columns[column] not in UNSORTED:
        schema.add(f"CREATE INDEX stored_idx ON stored ({_one(draw, ['kept', 'kept DESC'])})")


def _late(draw: DrawFn, schema: Schema) -> None:
    """A function that cannot be made before its table, and a view that cannot be made before the function."""
    table = draw(st.sampled_from(schema.tables))
    column = _one(draw, list(table.columns))
    schema.add(
        f"CREATE FUNCTION newest() RETURNS bigint LANGUAGE sql STABLE"
        f" BEGIN ATOMIC SELECT count({column}) FROM {table.name}; END"
    )
    if _maybe(draw):
        schema.add("CREATE VIEW latest AS SELECT newest() AS number")


def fill(schema: Schema, rows: int) -> SearchStrategy[list[str]]:
    """INSERTs for the tables of a schema; some of them break a constraint, which is for the caller to pass over."""

    @st.composite
    def inserts(draw: DrawFn) -> list[str]:
        found = []
        for table in schema.tables:
            names = [name for name in table.columns if name not in table.generated]
            for _ in range(rows):
                values = [_one(draw, ["NULL", *TYPES[table.columns[name]][1] * 2]) for name in names]
                columns = ", ".join(names)
                found.append(
                    f"INSERT INTO {table.name} ({columns}) OVERRIDING SYSTEM VALUE VALUES ({', '.join(values)})"
                )
        return found

    return inserts()
