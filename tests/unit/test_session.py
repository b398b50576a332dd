"""What the sessions that write begin and end with, and what is read from them."""

import pytest

from ai_engine_db.execution import session
from ai_engine_db.execution.session import SqlPart
from ai_engine_db.facts.server import CATALOG_STAMP_LENGTH
from ai_engine_db.transport import psql


def text(parts: list[SqlPart]) -> str:
    return "\n".join(part.sql for part in parts)


def test_a_session_takes_the_lock_before_its_work_and_never_waits_for_it() -> None:
    script = text(session.session("x", [SqlPart("CREATE TABLE a ();")], "true", user="me", owner=True))
    assert script.startswith(psql.connect("x", "me"))
    assert script.index("pg_try_advisory_lock") < script.index("CREATE TABLE a")
    assert "pg_advisory_lock" not in script
    assert "unlock" not in script


def test_a_superusers_session_gives_the_lock_back_for_the_owners_behind_it() -> None:
    """Its connection may still be there when the next one asks, and the work would be told as somebody else's."""
    script = text(session.session("x", [SqlPart("CREATE EXTENSION a;")], "true", user="postgres"))
    assert script.index("left_as") < script.index("pg_advisory_unlock") > script.index(session.CLOSING)


def test_the_work_stands_between_two_marks() -> None:
    script = text(session.session("x", [SqlPart("CREATE TABLE a ();")], "true", user="me", owner=True))
    assert script.split(session.OPENED)[1].split(session.CLOSING)[0].strip() == "CREATE TABLE a ();"


def test_work_on_roles_is_checked_against_the_server_and_other_work_against_its_database() -> None:
    assert "pg_authid" in session.unchanged("postgres", "a", owner=False)
    assert "pg_attribute" in session.unchanged("ai_engine", "a", owner=True)


def test_a_superuser_reads_no_table_of_the_owner_not_even_the_record() -> None:
    stamp = "c" * CATALOG_STAMP_LENGTH + "the last step"
    assert "deploy.schema_migrations" in session.unchanged("ai_engine", stamp, owner=True)
    asked = session.unchanged("ai_engine", stamp, owner=False)
    assert "deploy.schema_migrations" not in asked
    assert asked.endswith(f"= '{'c' * CATALOG_STAMP_LENGTH}'")
    script = text(session.session("x", [], "true", user="postgres"))
    assert "deploy.schema_migrations" not in script
    assert script.index("restrict_nonsystem_relation_kind") < script.index("SELECT")


@pytest.mark.parametrize("said", ["##held", "##stamp {}", '##stamp ["a"]', "##stale [1]", '##held ["a", null]'])
def test_what_only_looks_like_our_words_is_passed_over(said: str) -> None:
    assert session.result_of([said, f"{session.STAMPED}junk"], "") == session.SessionResult(
        [said, f"{session.STAMPED}junk"]
    )


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
    found = session.result_of(lines, "")
    assert (found.held, found.stale, found.stamps) == (held, stale, stamps)
    assert found.done == (held is None and not stale)


def test_a_session_that_failed_is_not_done() -> None:
    assert not session.result_of([], "ERROR: no").done


@pytest.mark.parametrize(
    ("sqlstate", "again"), [("55P03", True), ("40P01", True), ("42P01", False), ("23505", False), ("57014", False)]
)
def test_only_a_lock_that_was_not_got_is_tried_again(sqlstate: str, again: bool) -> None:
    found = session.result_of([f"psql:<stdin>:1: ERROR:  {sqlstate}: words"], "words")
    assert (found.locked, found.again) == (again, again)


def test_the_name_of_our_sessions_fits_and_ends_with_the_process() -> None:
    assert len(session.application()) <= 63
    assert session.application().startswith("ai-engine-db deploy by ")
    assert session.application().rpartition(" pid ")[2].isdigit()


def test_a_database_that_a_restore_has_just_replaced_is_another_one() -> None:
    said = [
        'psql:<stdin>:2: error: \\connect: connection to server failed: FATAL:  database "a b" does not exist',
        "DETAIL:  It seems to have just been dropped or renamed.",
    ]
    found = session.result_of(said, "words")
    assert (found.stale, found.again) == ("a b", True)
    assert not session.result_of(said[:1], "words").again


def test_a_session_can_ask_for_the_lock_of_another_database_by_any_name() -> None:
    assert "datname = 'it''s'" in session.free("it's").sql
