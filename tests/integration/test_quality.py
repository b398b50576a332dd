"""What holds for the whole schema, asked of a real database that was made from the lock."""

import ast as python
from collections.abc import Iterator
from pathlib import Path
from typing import Any, LiteralString

import psycopg
import pytest
from pglast import ast
from psycopg import errors, sql

from tasks.lock import statements
from tasks.schema.lock import ROOT

from .application import database
from .application.rows import ago, insert

APPLICATION = Path(database.__file__).parent


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
    return [value for (value,) in db.execute(query, parameters)]


# Keys and indexes


def test_every_foreign_key_leads_an_index(db: psycopg.Connection[Any]) -> None:
    """In any order of its columns; a partial index does when it leaves out nothing but NULL, which refers to nothing."""
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
    assert found == []


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
    for name in column(db, "SELECT attname FROM pg_attribute WHERE attrelid = 'copy'::regclass AND attnotnull AND attnum > 0"):
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
