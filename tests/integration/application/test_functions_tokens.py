"""Tokens and one-time passwords: made, checked, limited and cleaned up."""

from datetime import datetime
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from tests.support.application.rows import ago, insert, make_user, unique, value

INVALID = (False, None, None)


def make_token(db: psycopg.Connection[Any], **columns: object) -> str:
    """The hash of a refresh token that is valid for an hour, unless the columns say otherwise."""
    token = unique("hash")
    row = {"user_id": make_user(db), "token_type": "refresh", "expires_at": ago(hours=-1), **columns}
    insert(db, "auth_tokens", token_hash=token, **row)
    return token


def validate(db: psycopg.Connection[Any], token: str, kind: str = "refresh", use: bool | None = False) -> Any:
    rows = db.execute("SELECT * FROM validate_auth_token(%s, %s, %s)", [token, kind, use]).fetchall()
    assert len(rows) == 1
    return rows[0]


def test_a_token_is_stored_for_its_hours(db: psycopg.Connection[Any]) -> None:
    user = make_user(db)
    token = value(db, "SELECT create_auth_token(%s, 'api_key', 'h1', 48, '{\"a\": 1}')", user)
    row = db.execute(
        "SELECT user_id, token_type, token_hash, is_used, metadata, expires_at = LOCALTIMESTAMP + INTERVAL '48 hours'"
        " FROM auth_tokens WHERE id = %s",
        [token],
    ).fetchone()
    assert row == (user, "api_key", "h1", False, {"a": 1}, True)


def test_a_token_lasts_a_day_and_has_no_metadata_by_default(db: psycopg.Connection[Any]) -> None:
    token = value(db, "SELECT create_auth_token(%s, 'refresh', 'h1')", make_user(db))
    row = db.execute(
        "SELECT expires_at = LOCALTIMESTAMP + INTERVAL '1 day', metadata FROM auth_tokens WHERE id = %s", [token]
    ).fetchone()
    assert row == (True, {})


def test_a_token_of_0_hours_is_born_expired(db: psycopg.Connection[Any]) -> None:
    value(db, "SELECT create_auth_token(%s, 'refresh', 'h1', 0, NULL)", make_user(db))
    assert validate(db, "h1") == INVALID


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("carrier_pigeon", psycopg.errors.CheckViolation),
        ("refresh", psycopg.errors.UniqueViolation),
        (None, psycopg.errors.NotNullViolation),
    ],
)
def test_a_token_of_unknown_type_or_known_hash_is_refused(
    db: psycopg.Connection[Any], kind: str | None, error: type[Exception]
) -> None:
    user, token = make_user(db), make_token(db)
    with pytest.raises(error):
        db.execute("SELECT create_auth_token(%s, %s, %s)", [user, kind, token])


def test_a_token_needs_a_user_who_exists(db: psycopg.Connection[Any]) -> None:
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        db.execute("SELECT create_auth_token(%s, 'refresh', 'h1')", [uuid4()])


def test_a_known_token_is_valid_and_tells_its_user(db: psycopg.Connection[Any]) -> None:
    user = make_user(db)
    token = make_token(db, user_id=user, metadata={"device": "kiosk"})
    assert validate(db, token) == (True, user, {"device": "kiosk"})


def test_an_unknown_token_is_not_valid(db: psycopg.Connection[Any]) -> None:
    assert validate(db, "no such hash") == INVALID
    assert validate(db, "no such hash", use=True) == INVALID


@pytest.mark.parametrize("use", [False, True])
def test_an_expired_token_is_not_valid(db: psycopg.Connection[Any], use: bool) -> None:
    assert validate(db, make_token(db, expires_at=ago(seconds=1)), use=use) == INVALID


@pytest.mark.parametrize("use", [False, True])
def test_a_token_of_another_type_is_not_valid(db: psycopg.Connection[Any], use: bool) -> None:
    assert validate(db, make_token(db, token_type="password_reset"), "refresh", use) == INVALID


@pytest.mark.parametrize("use", [False, None])
def test_looking_at_a_token_does_not_use_it(db: psycopg.Connection[Any], use: bool | None) -> None:
    token = make_token(db)
    assert validate(db, token, use=use)[0] is True
    assert validate(db, token, use=use)[0] is True


def test_a_token_can_be_used_once(db: psycopg.Connection[Any]) -> None:
    token = make_token(db, is_used=None)
    assert validate(db, token, use=True)[0] is True
    assert validate(db, token, use=True) == INVALID
    assert validate(db, token) == INVALID
    used = "SELECT is_used AND used_at = LOCALTIMESTAMP FROM auth_tokens WHERE token_hash = %s"
    assert value(db, used, token) is True


def test_cleanup_deletes_expired_tokens_and_counts_them(db: psycopg.Connection[Any]) -> None:
    db.execute("DELETE FROM auth_tokens")
    make_token(db, expires_at=ago(days=1))
    make_token(db, expires_at=ago(seconds=1), is_used=True)
    kept = {make_token(db), make_token(db, is_used=True)}
    assert value(db, "SELECT cleanup_expired_tokens()") == 2
    assert {row[0] for row in db.execute("SELECT token_hash FROM auth_tokens")} == kept


def test_cleanup_without_expired_tokens_deletes_none(db: psycopg.Connection[Any]) -> None:
    db.execute("DELETE FROM auth_tokens")
    make_token(db)
    assert value(db, "SELECT cleanup_expired_tokens()") == 0


def make_code(db: psycopg.Connection[Any], expires_at: datetime, **columns: object) -> int:
    row = {"identifier": "kim@example.com", "identifier_type": "email", "code": "123456", "purpose": "login"}
    code: int = insert(db, "otp_codes", expires_at=expires_at, **row, **columns)
    return code


def test_cleanup_deletes_expired_one_time_passwords(db: psycopg.Connection[Any]) -> None:
    db.execute("DELETE FROM otp_codes")
    make_code(db, ago(minutes=1))
    make_code(db, ago(minutes=1), verified=True)
    kept = make_code(db, ago(minutes=-1))
    db.execute("SELECT cleanup_expired_otp_codes()")
    assert db.execute("SELECT id FROM otp_codes").fetchall() == [(kept,)]


def test_cleanup_without_one_time_passwords_does_nothing(db: psycopg.Connection[Any]) -> None:
    db.execute("DELETE FROM otp_codes")
    db.execute("SELECT cleanup_expired_otp_codes()")
    assert value(db, "SELECT count(*) FROM otp_codes") == 0


def ask(db: psycopg.Connection[Any], identifier: str = "kim", kind: str = "email", limit: int | None = 2) -> object:
    """Asks for a one-time password, two of which an hour are allowed."""
    return value(db, "SELECT check_otp_rate_limit(%s, %s, %s, 60)", identifier, kind, limit)


def make_limit(db: psycopg.Connection[Any], **columns: object) -> None:
    insert(db, "otp_rate_limits", **{"identifier": "kim", "identifier_type": "email", **columns})


def limit_of(db: psycopg.Connection[Any], column: str = "request_count") -> Any:
    row = value(db, "SELECT to_jsonb(l) FROM otp_rate_limits AS l WHERE identifier = 'kim'")
    return row[column]


def test_requests_are_allowed_up_to_the_limit(db: psycopg.Connection[Any]) -> None:
    assert [ask(db), ask(db), ask(db), ask(db)] == [True, True, False, False]
    assert limit_of(db) == 4


def test_five_requests_an_hour_are_allowed_by_default(db: psycopg.Connection[Any]) -> None:
    answers = [value(db, "SELECT check_otp_rate_limit('kim', 'email')") for _ in range(6)]
    assert answers == [True] * 5 + [False]
    ends = "SELECT blocked_until = first_request_at + INTERVAL '1 hour' FROM otp_rate_limits WHERE identifier = 'kim'"
    assert value(db, ends) is True


def test_each_identifier_and_type_has_its_own_count(db: psycopg.Connection[Any]) -> None:
    assert [ask(db, limit=1), ask(db, "lee", limit=1), ask(db, kind="phone", limit=1)] == [True, True, True]


def test_a_new_window_starts_the_count_again(db: psycopg.Connection[Any]) -> None:
    make_limit(db, request_count=2, first_request_at=ago(minutes=61), last_request_at=ago(minutes=1))
    assert ask(db) is True
    assert limit_of(db) == 1


def test_the_window_begins_with_the_first_request(db: psycopg.Connection[Any]) -> None:
    make_limit(db, request_count=2, first_request_at=ago(minutes=59))
    assert ask(db) is False


def test_a_block_set_by_hand_is_honoured(db: psycopg.Connection[Any]) -> None:
    make_limit(db, request_count=1, first_request_at=ago(days=1), blocked_until=ago(days=-1))
    until = limit_of(db, "blocked_until")
    assert ask(db) is False
    assert limit_of(db, "blocked_until") == until


def test_a_block_that_has_passed_starts_the_count_again(db: psycopg.Connection[Any]) -> None:
    make_limit(db, request_count=9, first_request_at=ago(minutes=30), blocked_until=ago(seconds=1))
    assert ask(db) is True
    assert (limit_of(db), limit_of(db, "blocked_until")) == (1, None)


def test_a_row_without_count_or_times_is_a_fresh_start(db: psycopg.Connection[Any]) -> None:
    make_limit(db, request_count=None, first_request_at=None)
    assert [ask(db), ask(db), ask(db)] == [True, True, False]


def test_a_limit_of_0_allows_none(db: psycopg.Connection[Any]) -> None:
    assert [ask(db, limit=0), ask(db, limit=0)] == [False, False]


def test_a_request_without_a_limit_is_not_allowed(db: psycopg.Connection[Any]) -> None:
    assert not ask(db, limit=None)
