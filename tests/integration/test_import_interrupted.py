"""An import that was killed, stopped or cut off goes on where it was, and its result is as if nothing had happened."""

import random
import re
import signal
import subprocess
import threading
import time
from collections.abc import Iterator

import psycopg
import pytest

from tests.support import waiting
from tests.support.deployment import Deployment
from tests.support.legacies import GENERATOR, Place, created, frozen, kill, workers
from tests.support.waiting import LIMIT

# Enough for delivery_tracking to come in two parts.
ORDERS = 12_000

SESSIONS = "FROM pg_stat_activity WHERE application_name = 'ai-engine-db import'"

# What people do in a shop between two tries.
USE = """
DELETE FROM order_status_history WHERE order_id IN (SELECT id FROM orders ORDER BY id LIMIT 5);
DELETE FROM delivery_tracking WHERE delivery_id IN (SELECT d.id FROM deliveries AS d ORDER BY id LIMIT 3);
DELETE FROM deliveries WHERE id IN (SELECT d.id FROM deliveries AS d ORDER BY id LIMIT 3);
UPDATE users SET first_name = first_name || '!' WHERE id IN (SELECT id FROM users ORDER BY id LIMIT 7);
UPDATE stores SET tenant_id = (SELECT max(id::text)::uuid FROM tenants) WHERE store_code = 'L0';
INSERT INTO audit_log (action) VALUES ('between');
INSERT INTO tenants (name, code) VALUES ('Between ' || random(), random());
UPDATE delivery_tracking SET speed_kmh = 1 WHERE id IN (SELECT id FROM delivery_tracking ORDER BY id DESC LIMIT 2);
"""


@pytest.fixture(scope="module")
def place(provisioned: Deployment) -> Iterator[Place]:
    """A legacy shop with some rows, and an empty database."""
    # No copy too: rows that each deploy makes have other ids at either end.
    legacy = Deployment()
    try:
        legacy.deploy()
        legacy.psql(created("shop"), "postgres")
        legacy.psql(f"\\set orders {ORDERS}\n{GENERATOR}", "shop")
        yield Place(legacy, provisioned, "shop")
    finally:
        legacy.remove()


@pytest.fixture(autouse=True)
def empty(place: Place) -> Iterator[None]:
    """An empty database for each test."""
    place.target.psql(created("shop"), "postgres")
    yield
    place.target.psql("DROP DATABASE shop WITH (FORCE)", "postgres")


def copied(place: Place) -> int:
    """How many rows are committed, of those tables that have most."""
    return int(
        place.here(
            "SELECT (SELECT count(*) FROM delivery_tracking) + (SELECT count(*) FROM order_status_history)"
            " + (SELECT count(*) FROM users) + (SELECT count(*) FROM orders)"
        )
    )


def until(place: Place, rows: int, process: subprocess.Popen[str]) -> None:
    """Waits until so many rows are committed, or the import has ended."""
    while process.poll() is None and copied(place) < rows:
        time.sleep(0.02)


@pytest.mark.parametrize("seed", [1, 2])
def test_killed_again_and_again_while_the_legacy_database_is_in_use(place: Place, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - moments, not secrets
    state = place.state()
    for _ in range(2):
        process = place.start()
        until(place, copied(place) + chance.randrange(1, ORDERS * 3), process)
        time.sleep(chance.random() / 2)
        kill(process)
        assert "|D" not in "".join(line for line in place.state().splitlines() if line.startswith("trigger"))
        place.there(USE)
    output = place.imports()
    assert place.differences() == []
    assert place.state() == state
    assert "DIFFERENT" not in output
    assert "No changes" in place.imports()


def test_what_was_done_is_not_done_again(place: Place) -> None:
    process = place.start("jobs=1")
    while process.poll() is None and place.here("SELECT count(*) FROM orders") == "0":
        time.sleep(0.02)
    assert process.poll() is None
    kill(process)
    writer = "SELECT DISTINCT xmin FROM orders"
    before = place.here(writer)
    output = place.imports("jobs=1")
    assert "an unfinished import: continues where it stopped" in output
    assert "table orders" not in output
    assert place.here(writer) == before != ""
    assert place.differences() == []


def test_ctrl_c_stops_at_once_with_a_word_of_what_to_do_and_without_a_traceback(place: Place) -> None:
    process = place.start()
    until(place, 1, process)
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=LIMIT)
    assert process.returncode == 130
    assert "Run the same command again to continue" in output
    assert "Traceback" not in output
    sessions = "SELECT pid FROM pg_stat_activity WHERE application_name = 'ai-engine-db import'"
    waiting.until(lambda: process.pid not in workers().values() and not place.here(sessions), "the end of the import")
    place.imports()
    assert place.differences() == []


def test_a_connection_that_is_cut_is_named_and_the_next_run_goes_on(place: Place) -> None:
    def cut() -> None:
        until(place, ORDERS, process)
        place.there(f"SELECT pg_terminate_backend(pid) {SESSIONS}")

    process = place.start()
    threading.Thread(target=cut).start()
    output, _ = process.communicate(timeout=LIMIT)
    assert process.returncode != 0
    assert "Traceback" not in output
    assert "continues from where it stopped" in output
    place.imports()
    assert place.differences() == []


def test_two_imports_at_once_do_not_get_into_each_others_way(place: Place) -> None:
    first = place.start()
    until(place, 1, first)
    # It stays at work for as long as it takes the other one to look.
    with frozen(first):
        assert "another import into this database is running" in place.refused()
    output, _ = first.communicate(timeout=LIMIT)
    assert first.returncode == 0, output
    assert place.differences() == []


def test_other_options_do_not_go_on_with_an_unfinished_import(place: Place) -> None:
    process = place.start()
    until(place, 1, process)
    kill(process)
    output = place.refused("conflict=replace")
    assert "an import with other options is unfinished" in output
    assert "conflict=keep" in output


NIGHT_SHIFT = (
    r"{} database: the night shift \(role {}, server process \d+\) holds locks on {}: end that"
    r" session, or wait"
)


def test_a_lock_in_the_legacy_database_is_named_with_who_has_it(place: Place) -> None:
    assert isinstance(place.legacy, Deployment)
    with psycopg.connect(place.legacy.dsn("shop"), application_name="the night shift") as other:
        other.execute("LOCK TABLE customer_reviews")
        output = place.refused("tables=customer_reviews")
    assert re.search(NIGHT_SHIFT.format("legacy", ".*", "customer_reviews"), output), output


def test_a_lock_of_somebody_else_is_named_and_leaves_nothing_half_done(place: Place) -> None:
    state = place.state()
    with psycopg.connect(place.target.dsn("shop"), application_name="the night shift") as other:
        other.execute("LOCK TABLE customer_reviews IN SHARE ROW EXCLUSIVE MODE")
        output = place.refused("tables=tenants,stores,users,product_ratings,customer_reviews")
    assert "table customer_reviews" in output
    assert "the table is locked" in output
    assert re.search(NIGHT_SHIFT.format("target", "weedgo", "customer_reviews"), output), output
    assert place.here("SELECT count(*) FROM customer_reviews") == "0"
    place.imports("tables=tenants,stores,users,product_ratings,customer_reviews")
    assert place.differences() != []
    assert place.here("SELECT count(*) FROM customer_reviews") == place.there("SELECT count(*) FROM customer_reviews")
    assert place.state() == state
