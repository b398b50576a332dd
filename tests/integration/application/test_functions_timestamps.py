"""What a trigger that keeps a time does: updated_at of any table, and the uses of a translation."""

from typing import Any

import psycopg
import pytest
from psycopg import sql

from tests.support.application.rows import ago, insert, make_store, make_tenant, unique, value

Table = tuple[str, str]
"""A table, and a text column of it to change."""

TABLES: list[Table] = [
    ("tenants", "company_name"),
    ("ocs_inventory", "brand"),
    ("purchase_orders", "notes"),
    ("ocs_product_catalog", "brand"),
    ("pricing_rules", "category"),
    ("system_settings", "description"),
]
"""One table of each of the five functions, and both tables of update_inventory_timestamp()."""

every_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table[0])


def make_row(db: psycopg.Connection[Any], table: str) -> object:
    store = make_store(db, make_tenant(db))
    needs: dict[str, dict[str, object]] = {
        "tenants": {"name": unique("tenant"), "code": unique("tenant")},
        "ocs_inventory": {"store_id": store, "sku": "SKU-1"},
        "purchase_orders": {"store_id": store, "po_number": unique("po")},
        "ocs_product_catalog": {"product_name": "Pre-roll", "ocs_variant_number": unique("variant")},
        "pricing_rules": {"store_id": store, "markup_percentage": 25},
        "system_settings": {"category": "test", "key": unique("key"), "value": {}},
    }
    return insert(db, table, updated_at=ago(days=30), **needs[table])


def update(db: psycopg.Connection[Any], table: str, row: object, **columns: object) -> tuple[Any, ...]:
    """Updates the row; returns its columns, and whether its updated_at is the time of this transaction."""
    names = [sql.Identifier(name) for name in columns]
    statement = sql.SQL(
        "UPDATE {} SET ({}) = ROW ({}) WHERE id = %s RETURNING {}, updated_at::timestamptz = CURRENT_TIMESTAMP"
    ).format(
        sql.Identifier(table),
        sql.SQL(", ").join(names),
        sql.SQL(", ").join([sql.Placeholder()] * len(names)),
        sql.SQL(", ").join(names),
    )
    result: tuple[Any, ...] | None = db.execute(statement, [*columns.values(), row]).fetchone()
    assert result is not None
    return result


@every_table
def test_an_update_sets_updated_at_and_keeps_what_it_changed(db: psycopg.Connection[Any], table: Table) -> None:
    name, column = table
    assert update(db, name, make_row(db, name), **{column: "changed"}) == ("changed", True)


@every_table
def test_an_update_cannot_choose_its_updated_at(db: psycopg.Connection[Any], table: Table) -> None:
    name, column = table
    given = update(db, name, make_row(db, name), **{column: None, "updated_at": ago(days=9)})
    assert given[0] is None
    assert given[-1] is True


@every_table
def test_another_row_keeps_its_updated_at(db: psycopg.Connection[Any], table: Table) -> None:
    name, column = table
    other = make_row(db, name)
    update(db, name, make_row(db, name), **{column: "changed"})
    kept = sql.SQL("SELECT updated_at::timestamptz < CURRENT_TIMESTAMP - INTERVAL '29 days' FROM {} WHERE id = %s")
    assert db.execute(kept.format(sql.Identifier(name)), [other]).fetchone() == (True,)


def make_translation(db: psycopg.Connection[Any], **columns: object) -> object:
    db.execute(
        "CREATE OR REPLACE TRIGGER use BEFORE UPDATE OF last_used_at ON translations "
        "FOR EACH ROW EXECUTE FUNCTION update_translation_usage()"
    )
    text = {"source_text": unique("text"), "target_language": "fr", "translated_text": "texte"}
    return insert(db, "translations", **text, last_used_at=ago(days=30), **columns)


def use(db: psycopg.Connection[Any], translation: object) -> tuple[Any, ...] | None:
    return db.execute(
        "UPDATE translations SET last_used_at = NULL, context = 'menu' WHERE id = %s "
        "RETURNING usage_count, last_used_at = LOCALTIMESTAMP, context",
        [translation],
    ).fetchone()


def test_each_use_of_a_translation_is_counted(db: psycopg.Connection[Any]) -> None:
    translation = make_translation(db, usage_count=1)
    assert use(db, translation) == (2, True, "menu")
    assert use(db, translation) == (3, True, "menu")


def test_the_first_use_of_a_translation_without_a_count_is_1(db: psycopg.Connection[Any]) -> None:
    assert use(db, make_translation(db, usage_count=None)) == (1, True, "menu")


def test_an_edit_is_no_use_of_a_translation(db: psycopg.Connection[Any]) -> None:
    translation = make_translation(db, usage_count=1)
    db.execute("UPDATE translations SET translated_text = 'mieux' WHERE id = %s", [translation])
    assert value(db, "SELECT usage_count FROM translations WHERE id = %s", translation) == 1
