"""What is written for psql, and what is read from it."""

import pytest

from tasks import psql


@pytest.mark.parametrize(
    ("text", "quoted"), [("plain", "'plain'"), ("it's", "'it\\'s'"), ("a\\b", "'a\\\\b'"), ("a;b :c", "'a;b :c'")]
)
def test_an_argument_of_a_meta_command_is_quoted(text: str, quoted: str) -> None:
    assert psql.argument(text) == quoted


def test_a_database_name_is_never_taken_for_a_connection_string() -> None:
    assert psql.connect("host=evil") == "\\connect -reuse-previous=on \"dbname='host=evil'\""


def test_the_first_error_has_its_line_and_its_words() -> None:
    lines = [
        "psql:<stdin>:12: ERROR:  relation \"x\" does not exist",
        "LINE 1: SELECT * FROM x",
        "                      ^",
    ]  # fmt: skip
    found = psql.first_error(lines)
    assert found is not None
    assert found[0] == 12
    assert found[1].startswith('ERROR:  relation "x" does not exist\nLINE 1')


def test_no_error_is_none() -> None:
    assert psql.first_error(["a notice"]) is None


def test_a_session_of_a_fact_is_read_only() -> None:
    assert "default_transaction_read_only=on" in psql.reading_command("c", "postgres")
    assert "default_transaction_read_only" not in psql.writing_command("c", "postgres", "me")


def test_a_superuser_of_any_name_is_one_argument() -> None:
    assert psql.reading_command("c", "it's me").endswith("-U 'it'\"'\"'s me'")
    assert psql.writing_command("c", "it's me", "a").endswith("sh 'it'\"'\"'s me'")
