"""What the sessions that write begin and end with, and what is read from them."""

import pytest

from tasks import psql
from tasks.operations import session
from tasks.operations.session import Part


def text(parts: list[Part]) -> str:
    return "\n".join(part.sql for part in parts)


def test_a_session_takes_the_lock_before_its_work_and_never_waits_for_it() -> None:
    script = text(session.session("x", [Part("CREATE TABLE a ();")], "true"))
    assert script.startswith(psql.connect("x"))
    assert script.index("pg_try_advisory_lock") < script.index("CREATE TABLE a")
    assert "pg_advisory_lock" not in script
    assert "unlock" not in script


def test_the_work_stands_between_two_marks() -> None:
    script = text(session.session("x", [Part("CREATE TABLE a ();")], "true"))
    assert script.split(session.OPENED)[1].split(session.CLOSING)[0].strip() == "CREATE TABLE a ();"


def test_work_on_roles_is_checked_against_the_server_and_other_work_against_its_database() -> None:
    assert "pg_authid" in session.unchanged("postgres", "a")
    assert "pg_attribute" in session.unchanged("ai_engine", "a")


@pytest.mark.parametrize(
    ("lines", "held", "stale", "stamps"),
    [
        (['##held ["a", "you (role x, server process 1)"]'], ("a", "you (role x, server process 1)"), "", {}),
        (['##stale ["a"]'], None, "a", {}),
        (["noise", '##stamp ["a", "1"]', '##stamp ["b", "2"]'], None, "", {"a": "1", "b": "2"}),
    ],
)
def test_what_a_session_says_is_read(
    lines: list[str], held: tuple[str, str] | None, stale: str, stamps: dict[str, str]
) -> None:
    found = session.outcome(lines, "")
    assert (found.held, found.stale, found.stamps) == (held, stale, stamps)
    assert found.done == (held is None and not stale)


def test_a_session_that_failed_is_not_done() -> None:
    assert not session.outcome([], "ERROR: no").done


def test_the_name_of_our_sessions_fits_and_ends_with_the_process() -> None:
    assert len(session.application()) <= 63
    assert session.application().startswith("ai-engine-db deploy by ")
    assert session.application().rpartition(" pid ")[2].isdigit()
