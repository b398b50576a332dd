"""Users: what they may do, who they are, and their sign-ins."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from tests.support.application.rows import ago, insert, make_store, make_tenant, make_user, value


@pytest.fixture
def rules(db: psycopg.Connection[Any]) -> None:
    """The roles' permissions are reference data: these tests bring their own."""
    db.execute("DELETE FROM role_permissions")
    db.execute(
        "INSERT INTO role_permissions (role, resource_type, action, granted) VALUES"
        " ('super_admin', '*', '*', true), ('staff', 'order', 'read', true), ('staff', 'order', 'delete', false),"
        " ('staff', 'product', '*', true), ('staff', 'product', 'delete', false), ('staff', '*', 'list', true)"
    )


def make_staff(db: psycopg.Connection[Any], **columns: object) -> UUID:
    return make_user(db, **{"role": "staff", "tenant_id": make_tenant(db), **columns})


def may(db: psycopg.Connection[Any], user: UUID, permission: str) -> object:
    resource, action = permission.split(":")
    return value(db, "SELECT user_has_permission(%s, %s, %s)", user, resource, action)


@pytest.mark.usefixtures("rules")
@pytest.mark.parametrize(
    ("permission", "granted"),
    [
        ("order:read", True),
        ("order:delete", False),
        ("order:create", False),
        ("product:create", True),
        ("product:delete", False),
        ("report:list", True),
        ("report:read", False),
    ],
)
def test_a_role_grants_what_its_closest_rule_says(db: psycopg.Connection[Any], permission: str, granted: bool) -> None:
    assert may(db, make_staff(db), permission) is granted


@pytest.mark.usefixtures("rules")
def test_a_role_with_both_wildcards_may_do_anything(db: psycopg.Connection[Any]) -> None:
    assert may(db, make_user(db, role="super_admin"), "anything:whatever") is True


@pytest.mark.usefixtures("rules")
def test_a_role_without_rules_may_do_nothing(db: psycopg.Connection[Any]) -> None:
    assert may(db, make_user(db), "order:read") is False


@pytest.mark.usefixtures("rules")
@pytest.mark.parametrize(
    ("override", "permission", "granted"),
    [
        ({"order:create": True}, "order:create", True),
        ({"order:read": False}, "order:read", False),
        ({"order:*": False}, "order:read", False),
        ({"*:read": True}, "report:read", True),
        ({"*:*": False}, "product:create", False),
        ({"order:*": False, "order:read": True}, "order:read", True),
        ({"*:*": True, "order:*": False}, "order:create", False),
        ({"other:read": False}, "order:read", True),
        ({"order:create": "true"}, "order:create", False),
        ({"order:read": None}, "order:read", True),
    ],
    ids=str,
)
def test_an_override_of_the_user_comes_first(
    db: psycopg.Connection[Any], override: dict[str, object], permission: str, granted: bool
) -> None:
    assert may(db, make_staff(db, permissions_override=override), permission) is granted


@pytest.mark.usefixtures("rules")
@pytest.mark.parametrize("override", [None, "[]", "true"])
def test_an_override_of_another_shape_changes_nothing(db: psycopg.Connection[Any], override: str | None) -> None:
    user = make_staff(db, permissions_override=override)
    assert may(db, user, "order:read") is True
    assert value(db, "SELECT get_user_context(%s) -> 'permissions' ? 'order:read'", user) is True


@pytest.mark.usefixtures("rules")
@pytest.mark.parametrize("active", [False, None])
def test_a_user_who_is_not_active_may_do_nothing(db: psycopg.Connection[Any], active: bool | None) -> None:
    user = make_user(db, role="super_admin", active=active, permissions_override={"*:*": True})
    assert may(db, user, "order:read") is False
    context = value(db, "SELECT get_user_context(%s)", user)
    assert (context["active"], context["permissions"]) == (False, [])


def test_an_unknown_user_may_do_nothing(db: psycopg.Connection[Any]) -> None:
    assert may(db, uuid4(), "order:read") is False


@pytest.mark.usefixtures("rules")
def test_a_context_tells_tenant_store_and_permissions(db: psycopg.Connection[Any]) -> None:
    tenant = make_tenant(db, name="Leaf Ltd", code="LEAF")
    store = make_store(db, tenant, name="Queen Street", store_code="Q1")
    override = {"order:create": True, "order:read": False}
    user = make_user(
        db, role="staff", tenant_id=tenant, store_id=store, email="kim@leaf.ca", permissions_override=override
    )
    assert value(db, "SELECT get_user_context(%s)", user) == {
        "user_id": str(user),
        "email": "kim@leaf.ca",
        "first_name": None,
        "last_name": None,
        "role": "staff",
        "tenant_role": None,
        "store_role": None,
        "active": True,
        "tenant": {"id": str(tenant), "name": "Leaf Ltd", "code": "LEAF", "status": "active"},
        "store": {"id": str(store), "name": "Queen Street", "code": "Q1", "status": "active"},
        "permissions": ["*:list", "order:create", "product:*"],
        "denied_permissions": ["order:delete", "order:read", "product:delete"],
    }


@pytest.mark.usefixtures("rules")
def test_a_context_of_a_customer_has_no_tenant_and_no_store(db: psycopg.Connection[Any]) -> None:
    context = value(db, "SELECT get_user_context(%s)", make_user(db, password_hash="secret"))
    assert (context["tenant"], context["store"], context["permissions"]) == (None, None, [])
    assert "secret" not in str(context)


def test_an_unknown_user_has_no_context(db: psycopg.Connection[Any]) -> None:
    assert value(db, "SELECT get_user_context(%s)", uuid4()) is None


def sign_in(db: psycopg.Connection[Any], user: UUID | None, when: datetime, **columns: object) -> None:
    insert(db, "user_login_logs", user_id=user, login_timestamp=when, **columns)


def last_login(db: psycopg.Connection[Any], user: UUID) -> tuple[Any, ...] | None:
    return db.execute(
        "SELECT login_count, last_login_at, host(last_login_ip), last_login_location,"
        " last_login IS NOT DISTINCT FROM last_login_at::timestamp FROM users WHERE id = %s",
        [user],
    ).fetchone()


def test_a_sign_in_is_kept_with_its_user(db: psycopg.Connection[Any]) -> None:
    user, when = make_user(db), ago(hours=1)
    sign_in(db, user, when, ip_address="192.0.2.7", country="Canada", city="Toronto", latitude=43.65)
    place = {"country": "Canada", "city": "Toronto", "latitude": 43.65}
    assert last_login(db, user) == (1, when, "192.0.2.7", place, True)


def test_the_next_sign_in_replaces_the_last(db: psycopg.Connection[Any]) -> None:
    user, when = make_user(db, login_count=None), ago(hours=1)
    sign_in(db, user, ago(hours=2), ip_address="192.0.2.7", country="Canada")
    sign_in(db, user, when)
    assert last_login(db, user) == (2, when, None, None, True)


def test_an_older_sign_in_that_comes_late_is_only_counted(db: psycopg.Connection[Any]) -> None:
    user, when = make_user(db), ago(hours=1)
    sign_in(db, user, when, ip_address="192.0.2.7")
    sign_in(db, user, ago(days=1), ip_address="192.0.2.8", country="Canada")
    assert last_login(db, user) == (2, when, "192.0.2.7", None, True)


def test_a_failed_sign_in_changes_no_user(db: psycopg.Connection[Any]) -> None:
    user = make_user(db)
    sign_in(db, user, ago(hours=1), login_successful=False, ip_address="192.0.2.7")
    sign_in(db, None, ago(hours=1), login_successful=True)
    assert last_login(db, user) == (0, None, None, None, True)


def login_stats(db: psycopg.Connection[Any], user: UUID) -> list[tuple[Any, ...]]:
    return db.execute("SELECT * FROM get_user_login_stats(%s)", [user]).fetchall()


def test_login_stats_count_attempts_of_one_user(db: psycopg.Connection[Any]) -> None:
    user, when = make_user(db), ago(hours=5)
    sign_in(db, user, when, ip_address="192.0.2.7", country="Canada")
    sign_in(db, user, ago(hours=9), ip_address="192.0.2.7", country="Canada")
    sign_in(db, user, ago(hours=1), ip_address="192.0.2.8", country="France", login_successful=False)
    sign_in(db, user, ago(hours=8))
    sign_in(db, make_user(db), ago(hours=1), ip_address="192.0.2.9")
    assert login_stats(db, user) == [(4, 3, 1, 2, 2, when)]


def test_login_stats_of_a_user_who_never_signed_in_are_zeros(db: psycopg.Connection[Any]) -> None:
    assert login_stats(db, make_user(db)) == [(0, 0, 0, 0, 0, None)]
    assert login_stats(db, uuid4()) == [(0, 0, 0, 0, 0, None)]
