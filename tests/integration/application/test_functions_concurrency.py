"""Two transactions at once: the second waits for the first, and does not undo or repeat it."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from psycopg.types.json import Jsonb

from tests.support.application.concurrency import Connect, at_once
from tests.support.application.rows import ago, insert, make_user, unique, value


@pytest.fixture
def users(connect: Connect) -> Iterator[list[UUID]]:
    """Two users that other connections see, with all that hangs on them gone after the test."""
    with connect() as db:
        users = [make_user(db), make_user(db)]
    yield users
    with connect() as db:
        db.execute("DELETE FROM users WHERE id = ANY (%s)", [users])


@pytest.fixture
def user(users: list[UUID]) -> UUID:
    return users[0]


@pytest.fixture
def sku(connect: Connect) -> Iterator[str]:
    sku = unique("sku")
    yield sku
    with connect() as db:
        db.execute("DELETE FROM product_ratings WHERE sku = %s", [sku])


def test_a_token_used_twice_at_once_is_valid_once(connect: Connect, user: UUID) -> None:
    token = unique("hash")
    with connect() as db:
        insert(db, "auth_tokens", user_id=user, token_type="refresh", token_hash=token, expires_at=ago(hours=-1))
    assert at_once(connect, "SELECT is_valid FROM validate_auth_token(%s, 'refresh', true)", token, token) == [
        True,
        False,
    ]


def test_requests_for_one_time_passwords_at_once_are_all_counted(connect: Connect) -> None:
    identifier = unique("identifier")
    try:
        assert at_once(connect, "SELECT check_otp_rate_limit(%s, 'email', 1)", identifier, identifier) == [True, False]
    finally:
        with connect() as db:
            db.execute("DELETE FROM otp_rate_limits WHERE identifier = %s", [identifier])


def test_first_reviews_at_once_are_all_in_the_rating(connect: Connect, user: UUID, sku: str) -> None:
    review = Jsonb({"id": str(user), "sku": sku})
    at_once(
        connect,
        "INSERT INTO customer_reviews (sku, user_id, rating, status)"
        " SELECT r.sku, r.id, 4, 'approved' FROM jsonb_to_record(%s) AS r (id uuid, sku text) RETURNING rating",
        review,
        review,
    )
    with connect() as db:
        assert value(db, "SELECT total_reviews FROM product_ratings WHERE sku = %s", sku) == 2


def test_reviews_approved_at_once_are_all_in_the_rating(connect: Connect, user: UUID, sku: str) -> None:
    with connect() as db:
        reviews = [insert(db, "customer_reviews", sku=sku, user_id=user, rating=4) for _ in range(2)]
    at_once(connect, "UPDATE customer_reviews SET status = 'approved' WHERE id = %s RETURNING id", *reviews)
    with connect() as db:
        assert value(db, "SELECT total_reviews FROM product_ratings WHERE sku = %s", sku) == 2


def test_votes_changed_at_once_are_all_counted(connect: Connect, users: list[UUID], sku: str) -> None:
    with connect() as db:
        review = insert(db, "customer_reviews", sku=sku, user_id=users[0], rating=4)
        cast = [insert(db, "review_votes", review_id=review, user_id=user, vote_type="helpful") for user in users]
    at_once(connect, "UPDATE review_votes SET vote_type = 'not_helpful' WHERE id = %s RETURNING id", *cast)
    with connect() as db:
        assert value(db, "SELECT not_helpful_count FROM customer_reviews WHERE id = %s", review) == 2
