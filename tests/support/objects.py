"""Small schemas for unit tests: objects as the server prints them, and snapshots of them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ai_engine_db.schema.model import Object
from ai_engine_db.schema.plan import Plan

BIGGEST = 9223372036854775807


def made(
    kind: str, name: str, parent: str | None = None, needs: Sequence[str] = (), domain: str = "core", **attributes: Any
) -> Object:
    return Object(kind, name, parent, attributes, tuple(needs), {}, domain)


def table(name: str = "orders", domain: str = "core", **attributes: Any) -> Object:
    return made("table", name, domain=domain, **attributes)


def column(name: str, type: str = "text", parent: str = "orders", **more: Any) -> Object:  # noqa: A002
    return made("column", name, parent, type=type, **more)


def primary_key(*columns: str, parent: str = "orders", name: str = "") -> Object:
    definition = f"PRIMARY KEY ({', '.join(columns)})"
    name = name or f"{parent}_pkey"
    return made("constraint", name, parent, type="primary key", definition=definition, columns=list(columns))


def unique(name: str, *columns: str, parent: str = "orders") -> Object:
    definition = f"UNIQUE ({', '.join(columns)})"
    return made("constraint", name, parent, type="unique", definition=definition, columns=list(columns))


def check(name: str, condition: str, *columns: str, parent: str = "orders", **more: Any) -> Object:
    definition = f"CHECK ({condition})"
    return made("constraint", name, parent, type="check", definition=definition, columns=list(columns), **more)


def foreign_key(name: str, own: str, to: str, parent: str = "orders", **more: Any) -> Object:
    there, _, key = to.partition(".")
    return made(
        "constraint", name, parent, (f"column {to}", f"constraint {there}.{there}_pkey"), type="foreign key",
        definition=f"FOREIGN KEY ({own}) REFERENCES {there}({key})", columns=[own],
        references={"table": there, "columns": [key]}, **more,
    )  # fmt: skip


def index(name: str, *columns: str, parent: str = "orders", **more: Any) -> Object:
    definition = f"CREATE INDEX {name} ON public.{parent} USING btree ({', '.join(columns)})"
    return made("index", name, parent, [f"column {parent}.{each}" for each in columns], definition=definition, **more)


def view(name: str, query: str, columns: Sequence[str], needs: Sequence[str] = (), **more: Any) -> Object:
    return made("view", name, needs=needs, domain="views", definition=query, columns=list(columns), **more)


def function(name: str = "touch", body: str = "RETURN NEW;", arguments: str = "", **more: Any) -> Object:
    text = f"CREATE OR REPLACE FUNCTION public.{name}({arguments})\n RETURNS trigger\nAS $function${body}$function$\n"
    types = ", ".join(each.split()[-1] for each in arguments.split(",") if each)
    attributes = {"definition": text, "signature": arguments, "returns": "trigger", "domain": "functions", **more}
    return made("function", f"{name}({types})", **attributes)


def trigger(name: str, calls: str = "touch", parent: str = "orders", event: str = "UPDATE", **more: Any) -> Object:
    text = f"CREATE TRIGGER {name} BEFORE {event} ON public.{parent} FOR EACH ROW EXECUTE FUNCTION {calls}()"
    return made("trigger", name, parent, (f"function {calls}()",), definition=text, **more)


def sequence(name: str, **more: Any) -> Object:
    usual: dict[str, Any] = {"type": "bigint", "start": 1, "increment": 1, "minimum": 1, "maximum": BIGGEST, "cache": 1}
    return made("sequence", name, **(usual | more))


def enum(name: str, *labels: str) -> Object:
    return made("type", name, domain="types", labels=list(labels))


def domain(name: str, base: str = "text", **more: Any) -> Object:
    return made("domain", name, **{"base": base, "domain": "types", **more})


def schema(*items: Object) -> dict[str, Object]:
    return {item.id: item for item in items}


def orders(*more: Object) -> dict[str, Object]:
    """A table with a key and a few columns, and whatever else is given; what comes later takes the earlier's place."""
    return schema(
        table(), column("id", "integer", not_null=True), column("status", "character varying(20)"),
        column("total", "numeric(10,2)"), primary_key("id"), *more,
    )  # fmt: skip


def but(objects: dict[str, Object], key: str, **attributes: Any) -> dict[str, Object]:
    """The same schema with other attributes of one object; None takes one away."""
    kept = {**objects[key].attributes, **attributes}
    changed = replace(objects[key], attributes={name: value for name, value in kept.items() if value is not None})
    return {**objects, key: changed}


def without(objects: dict[str, Object], *keys: str) -> dict[str, Object]:
    return {key: item for key, item in objects.items() if key not in keys}


def sql(found: Plan) -> list[str]:
    return [statement.sql for statement in found.statements]


def lines(found: Plan) -> list[str]:
    return [str(change) for change in found.changes]


Schema = dict[str, Object]

STATUS = "column orders.status"
TRANSITION = "write a transition (a data migration in sql/transitions)"
ALTER_STATUS = "ALTER TABLE orders ALTER COLUMN status"
EVERYTHING = orders(
    check("positive", "total > 0", "total"), index("by_status", "status"), function(), trigger("touched"),
    sequence("numbers"), enum("color", "red", "green"), domain("code", checks={"short": "CHECK (length(VALUE) < 9)"}),
    view("open_orders", "SELECT id FROM orders", ["id integer"], ["column orders.id"]),
    table("users", "auth"), replace(column("id", "integer", "users", not_null=True), domain="auth"),
    replace(primary_key("id", parent="users"), domain="auth"),
    column("user_id", "integer"), foreign_key("orders_user_id_fkey", "user_id", "users.id"),
)  # fmt: skip


def step_of(found: Plan, key: str) -> str:
    return next(statement.step for statement in found.statements if statement.object == key)
