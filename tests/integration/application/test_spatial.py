"""Questions about places: zones, drivers, fences. Longitude comes first in a point."""

from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

import psycopg
import pytest

from tests.support.application.rows import ago, insert, make_delivery, make_store, make_tenant, make_user, value

UNION_STATION = "SRID=4326;POINT(-79.3806 43.6452)"
HIGH_PARK = "SRID=4326;POINT(-79.4636 43.6465)"


def square(longitude: float, latitude: float, half: float) -> str:
    """A square around a point; half of its side is in degrees."""
    west, east, south, north = longitude - half, longitude + half, latitude - half, latitude + half
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return f"SRID=4326;POLYGON(({', '.join(f'{x} {y}' for x, y in corners)}))"


DOWNTOWN = square(-79.38, 43.65, 0.02)
CITY = square(-79.40, 43.70, 0.20)


def make_zone(
    db: psycopg.Connection[Any], store: UUID, tenant: UUID, name: str, geometry: str, **columns: object
) -> None:
    row = {"store_id": store, "tenant_id": tenant, "zone_name": name, "zone_type": "polygon", **columns}
    insert(db, "delivery_zones", geometry=geometry, **row)


# The zones that hold an address, of all stores or of one.
ZONES: LiteralString = "SELECT zone_name FROM delivery_zones WHERE is_active AND ST_Covers(geometry, %s::geography)"
OF_A_STORE: LiteralString = " AND store_id = %s"
SMALLEST_FIRST: LiteralString = " ORDER BY ST_Area(geometry)"


def zones_of(db: psycopg.Connection[Any], store: UUID, address: str) -> list[str]:
    """The zones of a store that hold an address, the smallest first."""
    return [row[0] for row in db.execute(ZONES + OF_A_STORE + SMALLEST_FIRST, [address, store])]


def test_the_smallest_zone_that_holds_an_address_comes_first(db: psycopg.Connection[Any]) -> None:
    tenant = make_tenant(db)
    store = make_store(db, tenant)
    make_zone(db, store, tenant, "city", CITY)
    make_zone(db, store, tenant, "downtown", DOWNTOWN)
    make_zone(db, store, tenant, "closed", DOWNTOWN, is_active=False)
    make_zone(db, make_store(db, tenant), tenant, "of another store", DOWNTOWN)
    assert zones_of(db, store, UNION_STATION) == ["downtown", "city"]
    assert zones_of(db, store, HIGH_PARK) == ["city"]


def test_an_address_elsewhere_or_with_its_coordinates_swapped_is_in_no_zone(db: psycopg.Connection[Any]) -> None:
    tenant = make_tenant(db)
    store = make_store(db, tenant)
    make_zone(db, store, tenant, "city", CITY)
    assert zones_of(db, store, "SRID=4326;POINT(-75.7009 45.4236)") == []
    assert zones_of(db, store, "SRID=4326;POINT(43.6452 -79.3806)") == []


def make_driver(db: psycopg.Connection[Any], location: str | None, **columns: object) -> UUID:
    """A driver on duty without deliveries."""
    driver = make_user(db)
    insert(db, "staff_delivery_status", user_id=driver, current_location=location, **{"is_available": True, **columns})
    return driver


FREE_DRIVERS: LiteralString = (
    "SELECT user_id FROM staff_delivery_status"
    " WHERE is_available AND current_deliveries < max_deliveries AND current_location IS NOT NULL"
)
NEAREST_FIRST: LiteralString = " ORDER BY current_location <-> %s::geography"


def nearest_drivers(db: psycopg.Connection[Any], address: str, drivers: list[UUID]) -> list[UUID]:
    query = FREE_DRIVERS + " AND user_id = ANY (%s)" + NEAREST_FIRST
    return [row[0] for row in db.execute(query, [drivers, address])]


def test_the_nearest_free_driver_comes_first(db: psycopg.Connection[Any]) -> None:
    busy = make_driver(db, UNION_STATION, current_deliveries=5, max_deliveries=5)
    off_duty = make_driver(db, UNION_STATION, is_available=False)
    nowhere = make_driver(db, None)
    far = make_driver(db, "SRID=4326;POINT(-79.70 43.65)")
    near = make_driver(db, HIGH_PARK, current_deliveries=4, max_deliveries=5)
    assert nearest_drivers(db, UNION_STATION, [busy, off_duty, nowhere, far, near]) == [near, far]


def test_near_is_measured_in_metres_and_not_in_degrees(db: psycopg.Connection[Any]) -> None:
    """At this latitude 0.12 degrees to the west are nearer than 0.10 to the north."""
    north = make_driver(db, "SRID=4326;POINT(-79.3806 43.7452)")
    west = make_driver(db, "SRID=4326;POINT(-79.5006 43.6452)")
    assert nearest_drivers(db, UNION_STATION, [north, west]) == [west, north]


def make_fence(db: psycopg.Connection[Any], delivery: UUID, metres: int) -> UUID:
    """A fence around Union Station."""
    fence: UUID = insert(
        db,
        "delivery_geofences",
        delivery_id=delivery,
        center_latitude=43.6452,
        center_longitude=-79.3806,
        radius_meters=metres,
    )
    db.execute(
        "UPDATE delivery_geofences SET geometry = ST_Buffer(ST_Point(center_longitude, center_latitude, 4326)"
        "::geography, radius_meters) WHERE id = %s",
        [fence],
    )
    return fence


def track(db: psycopg.Connection[Any], delivery: UUID, longitude: float, latitude: float, at: datetime) -> None:
    insert(
        db,
        "delivery_tracking",
        delivery_id=delivery,
        latitude=latitude,
        longitude=longitude,
        location=f"SRID=4326;POINT({longitude} {latitude})",
        recorded_at=at,
    )


ENTERED = (
    "SELECT min(t.recorded_at) FROM delivery_geofences f JOIN delivery_tracking t ON t.delivery_id = f.delivery_id"
    " WHERE f.id = %s AND ST_Covers(f.geometry, t.location)"
)


def test_a_delivery_enters_its_fence_at_the_first_point_inside(db: psycopg.Connection[Any]) -> None:
    delivery, other = make_delivery(db), make_delivery(db)
    fence = make_fence(db, delivery, 100)
    track(db, other, -79.3806, 43.6452, ago(minutes=9))
    track(db, delivery, -79.3806, 43.6552, ago(minutes=8))
    assert value(db, ENTERED, fence) is None
    arrival = ago(minutes=5)
    track(db, delivery, -79.3806, 43.6458, arrival)
    track(db, delivery, -79.3806, 43.6452, ago(minutes=4))
    assert value(db, ENTERED, fence) == arrival.replace(tzinfo=None)


def test_the_fences_polygon_and_its_circle_agree(db: psycopg.Connection[Any]) -> None:
    """Away from the edge: a polygon of 32 corners is up to half a percent inside its circle."""
    make_fence(db, make_delivery(db), 1000)
    disagree: LiteralString = """
        SELECT count(*)
        FROM delivery_geofences f, generate_series(-20, 20) AS x, generate_series(-20, 20) AS y,
            LATERAL (SELECT f.center_longitude + x * 0.001 AS lon, f.center_latitude + y * 0.001 AS lat) p,
            LATERAL (SELECT calculate_distance(lat, lon, f.center_latitude, f.center_longitude) * 1000 AS metres) d
        WHERE f.radius_meters = 1000
            AND abs(d.metres - f.radius_meters) > 10
            AND ST_Covers(f.geometry, ST_Point(lon, lat, 4326)::geography)
                <> check_geofence_entry(lat, lon, f.center_latitude, f.center_longitude, f.radius_meters)
    """
    assert value(db, disagree) == 0


def plan(db: psycopg.Connection[Any], query: LiteralString, *parameters: object) -> str:
    return "\n".join(row[0] for row in db.execute(b"EXPLAIN " + query.encode(), parameters or None))


# A hundred thousand points over southern Ontario, about 1 km apart.
GRID: LiteralString = (
    "generate_series(0, 99999) AS n, LATERAL (SELECT -83 + mod(n, 316) * 0.015 AS lon, 42 + n / 316 * 0.01 AS lat) p"
)


@pytest.fixture
def many_fences(db: psycopg.Connection[Any]) -> psycopg.Connection[Any]:
    db.execute(
        "INSERT INTO delivery_geofences (delivery_id, center_latitude, center_longitude, geometry)"
        " SELECT %s, lat, lon, ST_MakeEnvelope(lon, lat, lon + 0.002, lat + 0.002, 4326)::geography FROM " + GRID,
        [make_delivery(db)],
    )
    db.execute("ANALYZE delivery_geofences")
    return db


@pytest.fixture
def many_events(db: psycopg.Connection[Any]) -> psycopg.Connection[Any]:
    db.execute(
        "INSERT INTO delivery_events (delivery_id, event_type, event_location)"
        " SELECT %s, 'arrived', ST_Point(lon, lat, 4326)::geography FROM " + GRID,
        [make_delivery(db)],
    )
    db.execute("ANALYZE delivery_events")
    return db


def test_the_fences_around_a_driver_are_found_by_index(many_fences: psycopg.Connection[Any]) -> None:
    query: LiteralString = (
        "SELECT id FROM delivery_geofences WHERE ST_Covers(geometry, 'SRID=4326;POINT(-80.764 43.001)'::geography)"
    )
    assert "idx_delivery_geofences_geometry" in plan(many_fences, query)
    assert len(many_fences.execute(query).fetchall()) == 1


def test_the_events_near_a_place_are_found_by_index(many_events: psycopg.Connection[Any]) -> None:
    query: LiteralString = (
        "SELECT id FROM delivery_events"
        " WHERE ST_DWithin(event_location, 'SRID=4326;POINT(-80.765 43)'::geography, 1150)"
    )
    assert "idx_delivery_events_event_location_gist" in plan(many_events, query)
    assert len(many_events.execute(query).fetchall()) == 3


def test_the_nearest_events_are_found_by_index(many_events: psycopg.Connection[Any]) -> None:
    query: LiteralString = (
        "SELECT ST_AsText(event_location) FROM delivery_events"
        " ORDER BY event_location <-> 'SRID=4326;POINT(-80.766 43.001)'::geography LIMIT 1"
    )
    assert "idx_delivery_events_event_location_gist" in plan(many_events, query)
    assert value(many_events, query) == "POINT(-80.765 43)"


@pytest.fixture
def many_drivers(db: psycopg.Connection[Any]) -> psycopg.Connection[Any]:
    """Those with an odd number are off duty, and one in five has as many deliveries as fit."""
    db.execute(
        "WITH driver AS ("
        " INSERT INTO users (email) SELECT n || '@example.com' FROM generate_series(0, 99999) AS n"
        " RETURNING id, split_part(email, '@', 1)::integer AS driver)"
        " INSERT INTO staff_delivery_status"
        " (user_id, is_available, current_deliveries, max_deliveries, current_location)"
        " SELECT id, mod(n, 2) = 0, mod(n, 5), 4, ST_Point(lon, lat, 4326)::geography"
        " FROM driver, " + GRID + " WHERE n = driver"
    )
    db.execute("ANALYZE staff_delivery_status")
    return db


def test_the_nearest_free_driver_is_found_by_index(many_drivers: psycopg.Connection[Any]) -> None:
    """31754 is nearer, and has as many deliveries as fit."""
    query, address = FREE_DRIVERS + NEAREST_FIRST + " LIMIT 1", "SRID=4326;POINT(-80.69 43.003)"
    found = plan(many_drivers, query, address)
    assert "Index Scan using idx_staff_delivery_status_location on staff_delivery_status" in found
    assert "Sort" not in found
    driver = value(many_drivers, query, address)
    assert value(many_drivers, "SELECT email FROM users WHERE id = %s", driver) == "32070@example.com"


@pytest.fixture
def many_zones(db: psycopg.Connection[Any]) -> psycopg.Connection[Any]:
    """A hundred of each of a thousand stores; four of them lie over each other."""
    tenant = make_tenant(db)
    db.execute(
        "WITH store AS ("
        " INSERT INTO stores (tenant_id, store_code, name) SELECT %(tenant)s, n, n FROM generate_series(0, 999) AS n"
        " RETURNING id, store_code::integer AS store)"
        " INSERT INTO delivery_zones (store_id, tenant_id, zone_name, zone_type, geometry)"
        " SELECT id, %(tenant)s, 'zone ' || n, 'polygon',"
        " ST_MakeEnvelope(lon, lat, lon + 0.03, lat + 0.02, 4326)::geography"
        " FROM store, " + GRID + " WHERE mod(n, 1000) = store",
        {"tenant": tenant},
    )
    db.execute("ANALYZE delivery_zones")
    return db


def test_the_zones_of_an_address_are_found_by_index(many_zones: psycopg.Connection[Any]) -> None:
    query, address = ZONES + SMALLEST_FIRST, "SRID=4326;POINT(-80.685 43.005)"
    assert "idx_delivery_zones_geometry" in plan(many_zones, query, address)
    found = {name for (name,) in many_zones.execute(query, [address])}
    assert found == {"zone 31754", "zone 31753", "zone 31438", "zone 31437"}


def test_the_zones_of_a_store_with_many_are_found_by_index(many_zones: psycopg.Connection[Any]) -> None:
    query, address = ZONES + OF_A_STORE + SMALLEST_FIRST, "SRID=4326;POINT(-80.685 43.005)"
    store = value(many_zones, "SELECT store_id FROM delivery_zones WHERE zone_name = 'zone 31754'")
    assert "idx_delivery_zones_geometry" in plan(many_zones, query, address, store)
    assert zones_of(many_zones, store, address) == ["zone 31754"]
