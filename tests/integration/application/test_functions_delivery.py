"""Deliveries: distances, circular fences, a driver's list, the journal."""

from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from tests.support.application.rows import ago, make_delivery, make_store, make_tenant, make_user, value

# Latitude and longitude of the CN Tower, Parliament Hill and the Vancouver harbour.
TORONTO = (Decimal("43.6426"), Decimal("-79.3871"))
OTTAWA = (Decimal("45.4236"), Decimal("-75.7009"))
VANCOUVER = (Decimal("49.2886"), Decimal("-123.1112"))


def distance(db: psycopg.Connection[Any], *degrees: Decimal | int | None) -> Decimal | None:
    kilometres: Decimal | None = value(db, "SELECT calculate_distance(%s, %s, %s, %s)", *degrees)
    return kilometres


def test_a_distance_is_in_kilometres_along_the_ellipsoid(db: psycopg.Connection[Any]) -> None:
    # On a sphere of the earth's mean radius, half a percent off at most: 352.9 and 3358.4.
    assert distance(db, *TORONTO, *OTTAWA) == pytest.approx(Decimal("352.9"), rel=Decimal("0.005"))
    assert distance(db, *TORONTO, *VANCOUVER) == pytest.approx(Decimal("3358.4"), rel=Decimal("0.005"))
    assert distance(db, *OTTAWA, *TORONTO) == distance(db, *TORONTO, *OTTAWA)


def test_a_degree_of_longitude_shrinks_towards_the_pole(db: psycopg.Connection[Any]) -> None:
    """Latitude and longitude taken for one another would make both the same."""
    assert distance(db, 0, 0, 0, 1) == pytest.approx(Decimal("111.320"), abs=Decimal("0.001"))
    assert distance(db, 60, 0, 60, 1) == pytest.approx(Decimal("55.800"), abs=Decimal("0.001"))


def test_a_point_is_at_no_distance_from_itself(db: psycopg.Connection[Any]) -> None:
    assert distance(db, *TORONTO, *TORONTO) == 0


def test_the_short_way_may_cross_the_date_line(db: psycopg.Connection[Any]) -> None:
    assert distance(db, 0, 179, 0, -180) == pytest.approx(Decimal("111.320"), abs=Decimal("0.001"))


@pytest.mark.parametrize("degrees", [(None, 0, 0, 0), (0, 0, 0, None), (91, 0, 0, 0), (0, -181, 0, 0)])
def test_a_missing_or_impossible_coordinate_has_no_distance(
    db: psycopg.Connection[Any], degrees: tuple[Decimal | int | None, ...]
) -> None:
    assert distance(db, *degrees) is None


def within(db: psycopg.Connection[Any], *arguments: Decimal | int | None) -> bool | None:
    inside: bool | None = value(db, "SELECT check_geofence_entry(%s, %s, %s, %s, %s::integer)", *arguments)
    return inside


def test_a_fence_holds_what_its_radius_in_metres_reaches(db: psycopg.Connection[Any]) -> None:
    # 0.001 degrees of latitude are 111 metres here, of longitude 81.
    latitude, longitude = TORONTO
    aside = Decimal("0.001")
    assert within(db, latitude + aside, longitude, *TORONTO, 120) is True
    assert within(db, latitude + aside, longitude, *TORONTO, 100) is False
    assert within(db, latitude, longitude + aside, *TORONTO, 100) is True


def test_a_fence_without_extent_holds_its_centre(db: psycopg.Connection[Any]) -> None:
    assert within(db, *TORONTO, *TORONTO, 0) is True
    assert within(db, *OTTAWA, *TORONTO, 0) is False


@pytest.mark.parametrize("arguments", [(None, 0, 0, 0, 1), (0, 0, 0, 0, None), (0, 0, 0, 0, -1), (0, 0, 91, 0, 1)])
def test_nothing_can_be_said_of_an_impossible_fence(
    db: psycopg.Connection[Any], arguments: tuple[Decimal | int | None, ...]
) -> None:
    assert within(db, *arguments) is None


def driver_and_store(db: psycopg.Connection[Any]) -> tuple[UUID, UUID]:
    tenant = make_tenant(db)
    store = make_store(db, tenant)
    return make_user(db, role="staff", tenant_id=tenant, store_id=store), store


def deliveries(db: psycopg.Connection[Any], driver: UUID | None) -> list[UUID]:
    rows = db.execute("SELECT delivery_id FROM get_staff_active_deliveries(%s)", [driver])
    return [row[0] for row in rows]


@pytest.mark.parametrize("status", ["pending", "assigned", "in_transit", "waiting_at_the_door"])
def test_a_driver_sees_what_is_to_be_done(db: psycopg.Connection[Any], status: str) -> None:
    driver, store = driver_and_store(db)
    due = "2025-06-02T16:30:00"
    delivery = make_delivery(db, store_id=store, assigned_to=driver, status=status, estimated_delivery_time=due)
    row = db.execute("SELECT * FROM get_staff_active_deliveries(%s)", [driver]).fetchone()
    assert row is not None
    assert row[0] == delivery
    assert row[2:5] == ("Ada", {"street": "1 King St W", "city": "Toronto", "postal_code": "M5H 1A1"}, status)
    assert row[5].isoformat() == due


@pytest.mark.parametrize("status", ["completed", "Delivered", "cancelled", "failed", "returned"])
def test_a_finished_delivery_is_off_the_list(db: psycopg.Connection[Any], status: str) -> None:
    driver, store = driver_and_store(db)
    make_delivery(db, store_id=store, assigned_to=driver, status=status)
    assert deliveries(db, driver) == []


@pytest.mark.parametrize("column", ["completed_at", "cancelled_at"])
def test_a_closing_time_ends_a_delivery_whatever_its_status_says(db: psycopg.Connection[Any], column: str) -> None:
    driver, store = driver_and_store(db)
    make_delivery(db, store_id=store, assigned_to=driver, status="in_transit", **{column: ago(minutes=1)})
    assert deliveries(db, driver) == []


def test_a_driver_sees_no_deliveries_of_others(db: psycopg.Connection[Any]) -> None:
    driver, store = driver_and_store(db)
    make_delivery(db, store_id=store, assigned_to=make_user(db))
    make_delivery(db, store_id=store)
    assert deliveries(db, driver) == []
    assert deliveries(db, None) == []


def test_deliveries_come_in_the_order_of_the_route_then_of_time(db: psycopg.Connection[Any]) -> None:
    driver, store = driver_and_store(db)
    ours = {"store_id": store, "assigned_to": driver}
    late = make_delivery(db, **ours, estimated_delivery_time=ago(hours=-3))
    soon = make_delivery(db, **ours, scheduled_at=ago(hours=-1))
    whenever = make_delivery(db, **ours)
    second = make_delivery(db, **ours, batch_sequence=2, estimated_delivery_time=ago(hours=-2))
    first = make_delivery(db, **ours, batch_sequence=1)
    assert deliveries(db, driver) == [first, second, soon, late, whenever]


def test_an_event_is_appended_and_its_id_returned(db: psycopg.Connection[Any]) -> None:
    delivery, driver = make_delivery(db), make_user(db)
    event = value(db, "SELECT log_delivery_event(%s, 'arrived', '{\"door\": 3}', %s)", delivery, driver)
    again = value(db, "SELECT log_delivery_event(%s, 'arrived')", delivery)
    rows = db.execute(
        "SELECT id, event_type, event_data, performed_by FROM delivery_events WHERE delivery_id = %s", [delivery]
    ).fetchall()
    assert sorted(rows) == sorted([(event, "arrived", {"door": 3}, driver), (again, "arrived", {}, None)])


def test_an_event_without_data_has_an_empty_object(db: psycopg.Connection[Any]) -> None:
    event = value(db, "SELECT log_delivery_event(%s, 'arrived', NULL)", make_delivery(db))
    assert value(db, "SELECT event_data FROM delivery_events WHERE id = %s", event) == {}


def test_an_event_of_no_delivery_is_refused(db: psycopg.Connection[Any]) -> None:
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        db.execute("SELECT log_delivery_event(%s, 'arrived')", [uuid4()])


def test_an_event_without_a_type_is_refused(db: psycopg.Connection[Any]) -> None:
    delivery = make_delivery(db)
    with pytest.raises(psycopg.errors.NotNullViolation):
        db.execute("SELECT log_delivery_event(%s, NULL)", [delivery])
