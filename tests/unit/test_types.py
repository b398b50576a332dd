"""Types: which change keeps every value as it stands, and which has to be looked at."""

import pytest

from ai_engine_db.schema.types import Conversion, akin, conversion, convert, lost


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("uuid", "uuid"),
        ("character varying(20)", "character varying(21)"),
        ("character varying(20)", "character varying"),
        ("character varying(20)", "text"),
        ("character varying", "text"),
        ("text", "character varying"),
        ("character varying(20)[]", "character varying(40)[]"),
        ("character varying(20)[]", "text[]"),
        ("numeric(10,2)", "numeric(12,2)"),
        ("numeric(10,2)", "numeric"),
    ],
)
def test_a_type_that_holds_every_value_as_it_stands_is_wider(old: str, new: str) -> None:
    assert conversion(old, new) is Conversion.WIDEN


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("character varying(21)", "character varying(20)"),
        ("text", "character varying(20)"),
        ("text", "text[]"),
        ("character varying(20)[]", "character varying(20)"),
        ("character(3)", "text"),
        ("numeric(12,2)", "numeric(10,2)"),
        ("numeric(10,2)", "numeric(12,4)"),
        ("numeric(10,4)", "numeric(12,2)"),
        ("numeric", "numeric(10,2)"),
        ("integer", "bigint"),
        ("integer", "text"),
        ("text", "integer"),
        ("timestamp without time zone", "timestamp with time zone"),
        ("text", "color"),
    ],
)
def test_values_are_looked_at_in_any_other_change(old: str, new: str) -> None:
    assert conversion(old, new) is Conversion.CHECK


@pytest.mark.parametrize(
    "family",
    [
        ("text", "character varying(5)", "character varying"),
        ("text[]", "character varying(5)[]"),
        ("smallint", "integer", "bigint"),
        ("real", "double precision"),
        ("numeric", "numeric(10,2)"),
    ],
)
def test_what_was_written_for_a_type_reads_the_same_within_its_family(family: tuple[str, ...]) -> None:
    assert all(akin(old, new) for old in family for new in family)


@pytest.mark.parametrize(
    ("old", "new"),
    [("text", "text[]"), ("integer", "numeric"), ("integer", "text"), ("uuid", "text"), ("date", "color")],
)
def test_between_families_it_does_not(old: str, new: str) -> None:
    assert not akin(old, new)
    assert not akin(new, old)


def test_a_type_without_a_family_is_akin_to_itself_alone() -> None:
    assert akin("uuid", "uuid")
    assert not akin("uuid", "jsonb")


def test_a_number_becomes_a_number_without_a_float_between() -> None:
    assert convert("total", "double precision", "bigint") == "(total)::text::numeric::bigint"


def test_anything_else_goes_through_its_text() -> None:
    assert convert('"Odd"', "date", "uuid") == '("Odd")::text::uuid'


def test_no_row_without_a_value_counts_as_lost() -> None:
    query = lost("orders", "status", "text", "integer")
    assert query.startswith("SELECT * FROM orders WHERE status IS NOT NULL AND NOT ")


@pytest.mark.parametrize(("old", "new"), [("text", "integer"), ("bigint", "integer"), ("date", "text")])
def test_a_value_is_tried_before_it_is_converted(old: str, new: str) -> None:
    query = lost("orders", "c", old, new)
    assert query.index("pg_input_is_valid(") < query.index(convert("c", old, new))
