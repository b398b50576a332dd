"""What holds for the whole schema, asked of a real database that was made from the lock."""

import ast as python
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, LiteralString
from uuid import UUID

import psycopg
import pytest
from pglast import ast
from psycopg import errors, sql

from ai_engine_db.cli.build_lock import take_snapshot
from ai_engine_db.cli.sql_files import statements
from ai_engine_db.schema import lock
from ai_engine_db.schema.lock import ROOT
from ai_engine_db.schema.plan import plan
from tests.support.application import database
from tests.support.application.rows import ago, insert, make_delivery, make_promotion, make_user

# The application's tests, and what makes the rows for them.
APPLICATION = (Path(__file__).parent / "application", Path(database.__file__).parent)

# Small tables, whose parents are next to never deleted: the legacy spends the indexes on geography instead.
KEYS_WITHOUT_AN_INDEX = {
    "cart_sessions.cart_sessions_ai_personality_id_fkey",
    "payment_credentials.payment_credentials_updated_by_fkey",
    "payment_disputes.payment_disputes_provider_id_fkey",
    "payment_metrics.payment_metrics_provider_id_fkey",
    "payment_refunds.payment_refunds_initiated_by_fkey",
}


@pytest.fixture(scope="module")
def dsn(image: str) -> Iterator[str]:
    with database.complete(image) as dsn:
        yield dsn


@pytest.fixture
def db(dsn: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(dsn) as connection:
        yield connection
        connection.rollback()


def column(db: psycopg.Connection[Any], query: LiteralString, *parameters: object) -> list[Any]:
    return [value for (value,) in db.execute(query, parameters or None)]


# Keys and indexes


def test_every_foreign_key_but_five_leads_an_index(db: psycopg.Connection[Any]) -> None:
    """In any order of its columns; a partial index will do when it leaves out NULL alone."""
    found = column(
        db,
        """
        SELECT k.conrelid::regclass || '.' || k.conname
        FROM pg_constraint AS k
        WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace AND NOT EXISTS (
            SELECT FROM pg_index AS i
            WHERE i.indrelid = k.conrelid AND i.indisvalid
                AND (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey
                AND (
                    i.indpred IS NULL
                    OR pg_get_expr(i.indpred, i.indrelid) IN (
                        SELECT format('(%I IS NOT NULL)', a.attname)
                        FROM pg_attribute AS a WHERE a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
                    )
                )
        )
        """,
    )
    assert set(found) == KEYS_WITHOUT_AN_INDEX


def test_every_geography_column_has_a_gist_index_of_all_its_rows(db: psycopg.Connection[Any]) -> None:
    geography = """
        SELECT a.attrelid::regclass || '.' || a.attname
        FROM pg_attribute AS a
        JOIN pg_class AS c ON c.oid = a.attrelid AND c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
        WHERE a.atttypid = 'geography'::regtype AND NOT a.attisdropped
        ORDER BY 1
    """
    indexed = """
        SELECT a.attrelid::regclass || '.' || a.attname
        FROM pg_index AS i
        JOIN pg_class AS c ON c.oid = i.indexrelid AND c.relam = (SELECT oid FROM pg_am WHERE amname = 'gist')
        JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
        WHERE i.indisvalid AND i.indpred IS NULL AND a.atttypid = 'geography'::regtype
        ORDER BY 1
    """
    columns = column(db, geography)
    assert len(columns) == 7
    assert column(db, indexed) == columns


def test_a_database_from_before_gets_the_spatial_indexes_and_keeps_those_that_sql_gave_up(
    db: psycopg.Connection[Any],
) -> None:
    spatial = (
        "idx_deliveries_location",
        "idx_delivery_tracking_location",
        "idx_delivery_zones_geometry",
        "idx_location_access_log_location_gist",
        "idx_staff_delivery_status_location",
    )
    for name in spatial:
        db.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    given_up = [key.removesuffix("_fkey").split(".") for key in sorted(KEYS_WITHOUT_AN_INDEX)]
    for table, key in given_up:
        index, of = sql.Identifier(f"idx_{key}"), sql.Identifier(key.removeprefix(f"{table}_"))
        db.execute(sql.SQL("CREATE INDEX {} ON {} ({})").format(index, sql.Identifier(table), of))
    found = plan(dict(lock.fresh().objects), take_snapshot(db))
    assert sorted(map(str, found.changes)) == [
        *(f"! index idx_{key} is not in sql/" for _, key in given_up),
        *(f"+ index {name}" for name in spatial),
    ]


def test_no_two_indexes_of_a_table_are_the_same(db: psycopg.Connection[Any]) -> None:
    """Also when one of them is unique: that one serves both."""
    found = column(
        db,
        """
        SELECT string_agg(i.indexrelid::regclass::text, ' = ')
        FROM pg_index AS i
        JOIN pg_class AS c ON c.oid = i.indexrelid AND c.relnamespace = 'public'::regnamespace
        GROUP BY
            i.indrelid, c.relam, i.indkey::text, i.indclass::text, i.indoption::text, i.indcollation::text,
            i.indnatts, i.indnkeyatts, pg_get_expr(i.indexprs, i.indrelid), pg_get_expr(i.indpred, i.indrelid)
        HAVING count(*) > 1
        """,
    )
    assert found == []


# Comments and settings


def test_every_table_view_and_function_has_a_comment(db: psycopg.Connection[Any]) -> None:
    found = column(
        db,
        """
        SELECT oid::regclass::text FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
            AND obj_description(oid, 'pg_class') IS NULL
        UNION ALL
        SELECT oid::regprocedure::text FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace AND obj_description(oid, 'pg_proc') IS NULL
        """,
    )
    assert found == []


def test_every_function_has_a_search_path_of_its_own(db: psycopg.Connection[Any]) -> None:
    found = column(
        db,
        """
        SELECT p.oid::regprocedure::text FROM pg_proc AS p
        WHERE p.pronamespace = 'public'::regnamespace
            AND NOT EXISTS (SELECT FROM unnest(p.proconfig) AS setting WHERE setting LIKE 'search_path=%')
        """,
    )
    assert found == []


# What rows keep


def copy_of(db: psycopg.Connection[Any], table: str, *including: LiteralString) -> None:
    """Makes a table ``copy`` that takes a row of nothing, so that the rest of the table's rules can be tried alone."""
    like = sql.SQL(" ").join([sql.SQL("INCLUDING ") + sql.SQL(what) for what in including])
    db.execute(
        sql.SQL("DROP TABLE IF EXISTS pg_temp.copy; CREATE TEMP TABLE copy (LIKE {} {})").format(
            sql.Identifier(table), like
        )
    )
    for name in column(
        db, "SELECT attname FROM pg_attribute WHERE attrelid = 'copy'::regclass AND attnotnull AND attnum > 0"
    ):
        db.execute(sql.SQL("ALTER TABLE copy ALTER COLUMN {} DROP NOT NULL").format(sql.Identifier(name)))


def tables(db: psycopg.Connection[Any], with_column: str = "%") -> list[str]:
    found = column(
        db,
        """
        SELECT relname FROM pg_class AS c
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND EXISTS (
            SELECT FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND attname LIKE %s
        )
        """,
        with_column,
    )
    assert found
    return found


def test_every_updated_at_is_kept_by_a_trigger(db: psycopg.Connection[Any]) -> None:
    stale = []
    for table in tables(db, "updated_at"):
        copy_of(db, table)
        triggers = """
            SELECT regexp_replace(pg_get_triggerdef(oid), ' ON (public\\.)?\\w+ ', ' ON copy ') FROM pg_trigger
            WHERE tgrelid = %s::regclass AND pg_get_triggerdef(oid) LIKE '%% BEFORE UPDATE ON %%'
        """
        for definition in column(db, triggers, table):
            db.execute(definition)
        db.execute("INSERT INTO copy (updated_at) VALUES ('2000-01-01')")
        if column(db, "UPDATE copy SET updated_at = updated_at RETURNING updated_at::timestamptz = now()") != [True]:
            stale.append(table)
    assert stale == []


def test_a_row_of_defaults_breaks_no_check(db: psycopg.Connection[Any]) -> None:
    refused = []
    for table in tables(db):
        copy_of(db, table, "DEFAULTS", "CONSTRAINTS")
        try:
            with db.transaction():
                db.execute("INSERT INTO copy DEFAULT VALUES")
        except errors.CheckViolation as error:
            refused.append((table, error.diag.constraint_name))
    assert refused == [("holidays", "holiday_date_check")], "a holiday without a date is the one that has no default"


def make_holiday(db: psycopg.Connection[Any], **columns: object) -> UUID:
    holiday: UUID = insert(db, "holidays", name="Day", holiday_type="custom", **columns)
    return holiday


@pytest.mark.parametrize(
    ("constraint", "make", "row"),
    [
        ("users_tenant_required", make_user, {"role": "staff"}),
        ("holiday_date_check", make_holiday, {"date_type": "fixed", "fixed_month": 7}),
        ("holiday_date_check", make_holiday, {"date_type": "fixed", "fixed_day": 1}),
        ("holiday_date_check", make_holiday, {"date_type": "floating", "calculation_rule": "easter"}),
        ("holiday_date_check", make_holiday, {"date_type": "calculated"}),
        ("check_recurrence_logic", make_promotion, {"recurrence_type": "weekly"}),
        ("check_time_window_complete", make_promotion, {"time_start": "09:00"}),
        ("check_time_window_complete", make_promotion, {"time_end": "17:00"}),
        ("check_continuous_end_date", make_promotion, {"is_continuous": True, "end_date": partial(ago, days=-1)}),
        ("deliveries_delivery_address_check", make_delivery, {"delivery_address": {"street": "1 King St W"}}),
    ],
)
def test_what_a_check_wants_to_be_set_may_not_be_null(
    db: psycopg.Connection[Any], constraint: str, make: Callable[..., UUID], row: dict[str, object]
) -> None:
    with pytest.raises(errors.CheckViolation) as refusal:
        make(db, **row)
    assert refusal.value.diag.constraint_name == constraint


# What tests reach


# What each CREATE statement makes, and the attribute that has its name.
MAKERS: dict[type[Any], tuple[str, str]] = {
    ast.CreateStmt: ("relation", "relation"),
    ast.CreateSeqStmt: ("relation", "sequence"),
    ast.ViewStmt: ("relation", "view"),
    ast.IndexStmt: ("relation", "idxname"),
    ast.CreateTrigStmt: ("trigger", "trigname"),
    ast.CreateFunctionStmt: ("function", "funcname"),
    ast.CreateEnumStmt: ("type", "typeName"),
    ast.CompositeTypeStmt: ("type", "typevar"),
    ast.CreateDomainStmt: ("type", "domainname"),
}


def made_by(node: Any) -> str:
    """What a CREATE statement makes, as ``relation users`` or ``trigger users.name``."""
    kind, attribute = MAKERS[type(node)]
    name = getattr(node, attribute)
    if isinstance(name, tuple):
        name = name[-1].sval
    elif isinstance(name, ast.RangeVar):
        name = name.relname
    return f"{kind} {node.relation.relname}.{name}" if kind == "trigger" else f"{kind} {name}"


def test_every_create_of_sql_is_in_the_database_of_the_tests(db: psycopg.Connection[Any]) -> None:
    made = column(
        db,
        """
        SELECT 'relation ' || relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
        UNION ALL
        SELECT 'trigger ' || c.relname || '.' || t.tgname FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid
        UNION ALL
        SELECT 'function ' || proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        UNION ALL
        SELECT 'type ' || typname FROM pg_type WHERE typnamespace = 'public'::regnamespace
        """,
    )
    sources = {made_by(source.node): source.at() for source in statements(ROOT)[1] if type(source.node) in MAKERS}
    assert {what: at for what, at in sources.items() if what not in made} == {}


def texts_of_tests() -> str:
    """All strings of the application's tests: what they send to the database, not what they are called."""
    trees = [python.parse(file.read_text()) for folder in APPLICATION for file in sorted(folder.glob("*.py"))]
    nodes = [node for tree in trees for node in python.walk(tree)]
    return "\n".join(node.value for node in nodes if isinstance(node, python.Constant) and isinstance(node.value, str))


def test_every_function_and_view_is_used_by_a_test_of_the_application(db: psycopg.Connection[Any]) -> None:
    """A trigger's function by a test that writes a table of the trigger."""
    used = set(re.findall(r"\w+", texts_of_tests()))
    callers = db.execute(
        """
        SELECT p.proname, coalesce(array_agg(c.relname) FILTER (WHERE c.oid IS NOT NULL), ARRAY[p.proname])
        FROM pg_proc AS p
        LEFT JOIN pg_trigger AS t ON t.tgfoid = p.oid
        LEFT JOIN pg_class AS c ON c.oid = t.tgrelid
        WHERE p.pronamespace = 'public'::regnamespace
        GROUP BY p.oid, p.proname
        UNION ALL
        SELECT relname, ARRAY[relname] FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm')
        """
    ).fetchall()
    assert callers
    assert [name for name, names in callers if used.isdisjoint(names)] == []
