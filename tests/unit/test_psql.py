"""What is written for psql, and what is read from it."""

import shlex

import pytest

from ai_engine_db.transport import psql
from ai_engine_db.transport.session_settings import as_options, options


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("plain", "'plain'"), ("it's", "'it\\'s'"), ("a\\b", "'a\\\\b'"), ("a;b :c", "'a;b :c'"),
        ("a\nb\rc", "'a\\nb\\rc'"), ("a\\nb", "'a\\\\nb'"),
    ],
)  # fmt: skip
def test_an_argument_of_a_meta_command_is_quoted(text: str, quoted: str) -> None:
    assert psql.argument(text) == quoted


def test_a_database_name_is_never_taken_for_a_connection_string() -> None:
    assert psql.connect("host=evil") == "\\connect -reuse-previous=on '\"dbname=\\'host=evil\\'\"'"


def test_the_first_error_has_its_line_its_state_and_its_words() -> None:
    lines = [
        "psql:<stdin>:12: ERROR:  42P01: relation \"x\" does not exist",
        "LINE 1: SELECT * FROM x",
        "                      ^",
        "LOCATION:  parserOpenTable, parse_relation.c:1449",
    ]  # fmt: skip
    found = psql.first_error(lines)
    assert found is not None
    assert (found.line, found.sqlstate) == (12, "42P01")
    assert found.message.startswith('ERROR:  relation "x" does not exist\nLINE 1')
    assert "LOCATION" not in found.message


def test_what_psql_says_itself_has_no_state() -> None:
    found = psql.first_error(["psql:<stdin>:3: \\connect: connection to server failed: FATAL:  no"])
    assert found is not None
    assert (found.line, found.sqlstate) == (3, "")
    assert found.message == "\\connect: connection to server failed: FATAL:  no"


def test_no_error_is_none() -> None:
    assert psql.first_error(["a notice"]) is None


def test_a_session_of_a_fact_is_read_only() -> None:
    assert "default_transaction_read_only=on" in psql.reading_command("c", "postgres")
    assert "default_transaction_read_only=off" in psql.writing_command("c", "postgres", "me", "t")


def test_a_superuser_of_any_name_is_one_argument() -> None:
    assert psql.reading_command("c", "it's me").endswith("-U 'it'\"'\"'s me'")
    assert psql.writing_command("c", "it's me", "a", "t").endswith("sh 'it'\"'\"'s me' t")


def test_who_logs_in_may_have_any_name_too() -> None:
    connect = psql.connect("d", 'it\'s "me"\\')
    assert connect == r"""\connect -reuse-previous=on '"dbname=\'d\' user=\'it\\\'s ""me""\\\\\'"'"""


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_no_name_ends_the_line_of_a_meta_command_for_what_follows_would_be_sql(end: str) -> None:
    evil = f"x{end}CREATE ROLE evil SUPERUSER;{end}--"
    for line in (psql.connect(evil), psql.connect("d", evil), psql.argument(evil)):
        assert len(line.splitlines()) == 1


def test_a_session_begins_with_our_settings_whatever_the_database_says() -> None:
    assert "-c search_path=pg_catalog,\\ pg_temp" in options()
    assert "-c standard_conforming_strings=on" in options()
    assert options(lock_timeout="1s").count("lock_timeout=") == 1


@pytest.mark.parametrize(
    ("value", "written"), [("a b", "a\\ b"), ("a\\b", "a\\\\b"), ("a\\ b", "a\\\\\\ b"), ("", ""), ("a=b,c", "a=b,c")]
)
def test_a_value_of_a_setting_is_one_word_to_the_server(value: str, written: str) -> None:
    assert as_options({"x": value, "y": "1"}) == f"-c x={written} -c y=1"


def test_every_session_of_the_superuser_is_kept_from_views_and_foreign_tables_and_those_of_owners_are_not() -> None:
    kept = "restrict_nonsystem_relation_kind=view,\\ foreign-table"
    assert kept in psql.READING
    assert kept in psql.PRIVILEGED
    assert kept not in psql.READING_ROWS
    assert kept not in psql.OWNING


def test_only_a_separator_with_the_token_of_this_run_stands_between_two_scripts() -> None:
    program = shlex.split(psql.writing_command("c", "postgres", "me", "f00d"))
    script, token = program[-4], program[-1]
    assert token == "f00d"
    # Wherever the program looks for a separator, it looks for that of its token.
    assert script.count(psql.SEPARATOR) == script.count(f"{psql.SEPARATOR}$token") == 3
