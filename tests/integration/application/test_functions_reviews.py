"""Reviews: the rating of a product, the votes on a review, and whether the reviewer bought the product."""

from typing import Any
from uuid import UUID

import psycopg
import pytest

from tests.support.application.rows import insert, make_order, make_user, unique, value

SKU = "105500_28G"


def make_review(db: psycopg.Connection[Any], user: UUID | None = None, **columns: object) -> UUID:
    """An approved review of five stars, unless the columns say otherwise."""
    row = {"sku": SKU, "user_id": user or make_user(db), "rating": 5, "status": "approved", **columns}
    review: UUID = insert(db, "customer_reviews", **row)
    return review


def rating(db: psycopg.Connection[Any], sku: str = SKU) -> tuple[float, int] | None:
    """The average and the number of the reviews of a product."""
    row = db.execute("SELECT average_rating, total_reviews FROM product_ratings WHERE sku = %s", [sku]).fetchone()
    return row and (float(row[0]), row[1])


def verified(db: psycopg.Connection[Any], review: UUID) -> bool:
    return bool(value(db, "SELECT is_verified_purchase FROM customer_reviews WHERE id = %s", review))


def test_the_first_review_of_a_product_makes_its_rating(db: psycopg.Connection[Any]) -> None:
    assert rating(db) is None
    make_review(db, rating=4)
    assert rating(db) == (4.0, 1)


def test_a_rating_sums_up_the_approved_reviews(db: psycopg.Connection[Any]) -> None:
    buyer = make_user(db)
    make_order(db, [{"sku": SKU}], user_id=buyer)
    make_review(db, buyer, rating=5, is_recommended=True)
    make_review(db, rating=4, is_recommended=True)
    make_review(db, rating=4, is_recommended=False)
    make_review(db, rating=1, is_recommended=None)
    row = db.execute(
        "SELECT average_rating::text, rating_distribution, verified_purchase_count, recommended_percentage::text "
        "FROM product_ratings WHERE sku = %s",
        [SKU],
    ).fetchone()
    assert row == ("3.5", {"1": 1, "2": 0, "3": 0, "4": 2, "5": 1}, 1, "66.67")


@pytest.mark.parametrize("status", ["pending", "rejected", "flagged"])
def test_a_review_counts_only_while_it_is_approved(db: psycopg.Connection[Any], status: str) -> None:
    review = make_review(db, status=status)
    assert rating(db) == (0.0, 0)
    db.execute("UPDATE customer_reviews SET status = 'approved' WHERE id = %s", [review])
    assert rating(db) == (5.0, 1)
    db.execute("UPDATE customer_reviews SET status = %s WHERE id = %s", [status, review])
    assert rating(db) == (0.0, 0)


def test_a_review_moved_to_another_sku_counts_there(db: psycopg.Connection[Any]) -> None:
    make_review(db, rating=1)
    moved = make_review(db, rating=5)
    db.execute("UPDATE customer_reviews SET sku = 'OTHER' WHERE id = %s", [moved])
    assert rating(db) == (1.0, 1)
    assert rating(db, "OTHER") == (5.0, 1)


def test_deleting_the_last_review_leaves_zeros(db: psycopg.Connection[Any]) -> None:
    review = make_review(db)
    db.execute("DELETE FROM customer_reviews WHERE id = %s", [review])
    zeros = value(db, "SELECT rating_distribution FROM product_ratings WHERE sku = %s", SKU)
    assert rating(db) == (0.0, 0)
    assert zeros == {"1": 0, "2": 0, "3": 0, "4": 0, "5": 0}


def test_deleting_a_rating_takes_its_reviews_along(db: psycopg.Connection[Any]) -> None:
    make_review(db)
    db.execute("DELETE FROM product_ratings WHERE sku = %s", [SKU])
    assert rating(db) is None
    assert value(db, "SELECT count(*) FROM customer_reviews WHERE sku = %s", SKU) == 0


def test_one_statement_may_review_several_products(db: psycopg.Connection[Any]) -> None:
    db.execute(
        "INSERT INTO customer_reviews (sku, user_id, rating, status) "
        "VALUES ('A', %(user)s, 1, 'approved'), ('B', %(user)s, 2, 'approved'), ('A', %(user)s, 3, 'approved')",
        {"user": make_user(db)},
    )
    assert (rating(db, "A"), rating(db, "B")) == ((2.0, 2), (2.0, 1))


def test_a_review_without_a_sku_is_refused_as_such(db: psycopg.Connection[Any]) -> None:
    with pytest.raises(psycopg.errors.NotNullViolation) as refused:
        make_review(db, sku=None)
    assert refused.value.diag.table_name == "customer_reviews"


def test_a_completed_order_with_the_sku_verifies_the_purchase(db: psycopg.Connection[Any]) -> None:
    user = make_user(db)
    make_order(db, [{"sku": "OTHER"}, {"sku": f" {SKU.lower()} ", "quantity": 2}], user_id=user)
    assert verified(db, make_review(db, user))


def test_an_order_by_the_profile_of_the_reviewer_verifies_the_purchase(db: psycopg.Connection[Any]) -> None:
    user = make_user(db)
    make_order(db, [{"sku": SKU}], user_profile_id=insert(db, "profiles", user_id=user))
    assert verified(db, make_review(db, user))


@pytest.mark.parametrize("status", ["pending", "processing", "cancelled", "refunded", "parked", "void"])
def test_an_order_that_is_not_completed_verifies_nothing(db: psycopg.Connection[Any], status: str) -> None:
    user = make_user(db)
    make_order(db, [{"sku": SKU}], user_id=user, order_status=status)
    assert not verified(db, make_review(db, user))


@pytest.mark.parametrize("items", [[], {}, None, [SKU], [{"sku": "OTHER"}], [{"sku": None}], [[{"sku": "X"}]]], ids=str)
def test_items_without_the_sku_verify_nothing(db: psycopg.Connection[Any], items: object) -> None:
    user = make_user(db)
    make_order(db, items, user_id=user)
    assert not verified(db, make_review(db, user))


def test_a_quantity_of_0_is_no_purchase(db: psycopg.Connection[Any]) -> None:
    user = make_user(db)
    make_order(db, [{"sku": SKU, "quantity": 0}], user_id=user)
    assert not verified(db, make_review(db, user))


def test_someone_elses_order_verifies_nothing(db: psycopg.Connection[Any]) -> None:
    make_order(db, [{"sku": SKU}], user_id=make_user(db))
    make_order(db, [{"sku": SKU}], user_id=None)
    assert not verified(db, make_review(db))


def test_a_reviewer_cannot_claim_a_purchase(db: psycopg.Connection[Any]) -> None:
    review = make_review(db, is_verified_purchase=True)
    assert not verified(db, review)
    db.execute("UPDATE customer_reviews SET is_verified_purchase = true WHERE id = %s", [review])
    assert not verified(db, review)


def test_an_update_finds_a_purchase_made_since(db: psycopg.Connection[Any]) -> None:
    user = make_user(db)
    review = make_review(db, user)
    make_order(db, [{"sku": SKU}], user_id=user)
    db.execute("UPDATE customer_reviews SET title = 'Bought now' WHERE id = %s", [review])
    assert verified(db, review)
    assert value(db, "SELECT verified_purchase_count FROM product_ratings WHERE sku = %s", SKU) == 1


def vote(db: psycopg.Connection[Any], review: UUID, vote_type: str, user: UUID | None = None) -> UUID:
    cast: UUID = insert(db, "review_votes", review_id=review, user_id=user or make_user(db), vote_type=vote_type)
    return cast


def votes(db: psycopg.Connection[Any], review: UUID) -> tuple[Any, ...] | None:
    counts = "SELECT helpful_count, not_helpful_count FROM customer_reviews WHERE id = %s"
    return db.execute(counts, [review]).fetchone()


def test_votes_are_counted_by_their_type(db: psycopg.Connection[Any]) -> None:
    review, other = make_review(db), make_review(db, sku=unique("sku"))
    vote(db, review, "helpful")
    vote(db, review, "helpful")
    vote(db, review, "not_helpful")
    assert (votes(db, review), votes(db, other)) == ((2, 1), (0, 0))


def test_a_vote_that_changes_its_mind_is_counted_once(db: psycopg.Connection[Any]) -> None:
    review = make_review(db)
    cast = vote(db, review, "helpful")
    db.execute("UPDATE review_votes SET vote_type = 'not_helpful' WHERE id = %s", [cast])
    assert votes(db, review) == (0, 1)


def test_a_vote_moved_to_another_review_counts_there(db: psycopg.Connection[Any]) -> None:
    review, other = make_review(db), make_review(db)
    cast = vote(db, review, "helpful")
    db.execute("UPDATE review_votes SET review_id = %s WHERE id = %s", [other, cast])
    assert (votes(db, review), votes(db, other)) == ((0, 0), (1, 0))


def test_the_last_vote_taken_back_leaves_zeros(db: psycopg.Connection[Any]) -> None:
    review = make_review(db)
    cast = vote(db, review, "helpful")
    db.execute("DELETE FROM review_votes WHERE id = %s", [cast])
    assert votes(db, review) == (0, 0)


def test_a_user_who_is_deleted_takes_reviews_and_votes_along(db: psycopg.Connection[Any]) -> None:
    user = make_user(db)
    own, other = make_review(db, user, rating=1), make_review(db, rating=3)
    vote(db, own, "helpful", user)
    vote(db, own, "helpful")
    vote(db, other, "helpful", user)
    db.execute("DELETE FROM users WHERE id = %s", [user])
    assert (votes(db, own), votes(db, other)) == (None, (0, 0))
    assert rating(db) == (3.0, 1)
