"""The rows of a legacy database come over whole, or the import says why not; two real servers."""

import re
import threading
from collections.abc import Iterator
from itertools import count

import pytest

from tests.support import kinds
from tests.support.deployment import Deployment, docker
from tests.support.legacies import Place, created
from tests.support.processes import Watch

NUMBERS = count()


@pytest.fixture(scope="module")
def servers(provisioned: Deployment) -> Iterator[tuple[Deployment, Deployment]]:
    """A server with example data in use, and one that was provisioned; every test has its own databases on them."""
    # No copy too: rows that each deploy makes have other ids at either end.
    legacy = Deployment(password="canary-legacy-4e1f")
    try:
        legacy.deploy("--data", "sample=true")
        yield legacy, provisioned
    finally:
        legacy.remove()


@pytest.fixture
def place(servers: tuple[Deployment, Deployment]) -> Iterator[Place]:
    """A legacy database with the example data, and an empty one."""
    place = Place(*servers, f"shop_{next(NUMBERS)}")
    for server in servers:
        server.psql(created(place.name), "postgres")
    yield place
    for server in servers:
        server.psql(f"DROP DATABASE {place.name} WITH (FORCE)", "postgres")


def test_every_row_comes_over_as_it_was_and_a_second_run_changes_nothing(place: Place) -> None:
    state = place.state()
    with Watch() as processes:
        output = place.imports()
    assert place.differences() == []
    assert place.state() == state
    for password in (place.legacy.password, place.target.password):
        assert password not in output + processes.text
    assert "orders                           10           10" in output
    assert "DIFFERENT" not in output
    written = place.here("SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_user_tables")
    assert "No changes" in place.imports()
    assert place.here("SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_user_tables") == written
    assert place.here("SELECT search.find_products('OG Kush') IS NOT NULL LIMIT 1") == "t"


def test_sequences_end_past_the_largest_value_and_the_planner_has_statistics(place: Place) -> None:
    place.there("INSERT INTO audit_log (id, action) VALUES (7000000, 'large')")
    place.there("SELECT setval('order_number_seq', 4711)")
    place.imports()
    assert place.here("INSERT INTO audit_log (action) VALUES ('next') RETURNING id") == "7000001"
    assert place.here("SELECT nextval('order_number_seq')") == "4712"
    assert place.here("SELECT reltuples FROM pg_class WHERE relname = 'orders'") == "10"


@pytest.mark.parametrize("conflict", ["keep", "replace", "fail"])
def test_rows_that_a_deploy_made_become_the_legacy_ones_whatever_the_conflict(place: Place, conflict: str) -> None:
    query = "SELECT code, id FROM provinces_territories ORDER BY 1"
    assert place.here(query) != place.there(query)
    place.there("UPDATE provinces_territories SET tax_rate = 14.5 WHERE code = 'ON'")
    place.there("UPDATE supported_languages SET is_active = false WHERE code = 'th'")
    place.there("DELETE FROM role_permissions WHERE role = 'staff' AND action = 'create'")
    before, state = place.here("SELECT count(*) FROM role_permissions"), place.state()
    output = place.imports(f"conflict={conflict}")
    assert place.differences() == ["role_permissions"]
    assert "1 only here" in output
    assert place.here("SELECT count(*) FROM role_permissions") == before
    query = "SELECT p.code, s.id FROM provincial_suppliers s JOIN provinces_territories p ON p.id = provinces_territories_id ORDER BY 1"  # noqa: E501
    assert place.here(query) == place.there(query)
    assert place.state() == state
    assert "No changes" in place.imports(f"conflict={conflict}")


def test_rows_that_a_deploy_made_and_somebody_changed_are_the_targets_own(place: Place) -> None:
    place.here("UPDATE provinces_territories SET license_prefix = 'MINE' WHERE code = 'AB'")
    place.here("UPDATE supported_languages SET coverage_percentage = 1 WHERE code = 'fr'")
    output = place.refused("conflict=fail")
    assert "table provinces_territories: 1 rows exist with other values ((AB))" in output
    assert "table supported_languages: 1 rows exist with other values ((fr))" in output
    assert place.here("SELECT count(*) FROM tenants, users") == "0"
    place.imports()
    assert place.differences() == ["provinces_territories", "supported_languages"]
    assert place.here("SELECT license_prefix FROM provinces_territories WHERE code = 'AB'") == "MINE"
    query = "SELECT code, id FROM provinces_territories ORDER BY 1"
    assert place.here(query) == place.there(query)
    place.imports("conflict=replace")
    assert place.differences() == []


def test_a_dry_run_shows_the_plan_with_numbers_of_rows_and_writes_nothing(place: Place) -> None:
    before = place.here("SELECT pg_current_wal_insert_lsn() IS NOT NULL"), place.state(), place.differences()
    for arguments in (("--dry",), ("dry=true",)):
        output = place.imports(*arguments)
        assert "+ table orders: 10 rows" in output
        made = "rows that a deploy created are replaced by the legacy rows"
        assert f"~ table provinces_territories: 13 rows to add, {made}" in output
    assert (place.here("SELECT pg_current_wal_insert_lsn() IS NOT NULL"), place.state(), place.differences()) == before


def test_part_of_it(place: Place) -> None:
    place.imports("tables=tenants,stores,users,provinces_territories")
    assert place.here("SELECT count(*) FROM stores") == place.there("SELECT count(*) FROM stores")
    assert place.here("SELECT count(*) FROM orders") == "0"
    place.imports("exclude=orders", "tables=profiles, orders")
    assert place.here("SELECT count(*) FROM profiles") == place.there("SELECT count(*) FROM profiles")
    assert place.here("SELECT count(*) FROM orders") == "0"


def test_only_rows_of_a_condition(place: Place) -> None:
    place.imports(
        "tables=tenants,audit_log", "where=audit_log: store_id IS NULL AND tenant_id IS NULL; tenants: code <> ''"
    )
    wanted = place.there("SELECT count(*) FROM audit_log WHERE store_id IS NULL AND tenant_id IS NULL")
    assert place.here("SELECT count(*) FROM audit_log") == wanted


def test_what_is_left_out_and_needed_is_named(place: Place) -> None:
    output = place.refused("tables=stores")
    assert "constraint stores_tenant_id_fkey of stores: 4 rows refer to 2 rows of tenants" in output
    output = place.refused("tables=stroes", "where=users: nope = 1")
    assert "there is no table stroes: did you mean stores?" in output
    assert "where: table users is left out" in output
    assert 'column "nope" does not exist' in place.refused("where=users: nope = 1")
    assert "is not `table: condition`" in place.refused("where=nope")


def test_rows_that_are_there_are_kept_replaced_or_stop_it(place: Place) -> None:
    tenant = "00000101-0000-4000-8000-000000000001"
    own = "00000101-0000-4000-8000-0000000000ff"
    place.here(f"INSERT INTO tenants (id, name, code) VALUES ('{tenant}', 'Mine', 'MINE'), ('{own}', 'Other', 'OTHER')")
    output = place.refused("conflict=fail")
    assert f"table tenants: 1 rows exist with other values (({tenant}))" in output
    assert place.here("SELECT count(*) FROM tenants, users") == "0"
    place.imports("conflict=keep")
    assert place.here("SELECT name FROM tenants WHERE name IN ('Mine', 'Other')").count("\n") == 1
    place.imports("conflict=replace")
    name = f"SELECT name FROM tenants WHERE id = '{tenant}'"
    assert place.here(name) == place.there(name) != "Mine"
    assert place.here(f"SELECT name FROM tenants WHERE id = '{own}'") == "Other"


def test_a_row_in_the_way_of_a_unique_key_is_named(place: Place) -> None:
    code = place.there("SELECT code FROM tenants ORDER BY code LIMIT 1")
    place.here(f"INSERT INTO tenants (name, code) VALUES ('Mine', '{code}')")
    output = place.refused()
    assert "unique index tenants_code_key of tenants: 1 legacy rows have the key of another existing row" in output
    assert place.here("SELECT count(*) FROM users") == "0"


def test_everything_that_is_wrong_is_listed_at_once_and_nothing_is_written(place: Place) -> None:
    place.there(
        """
        ALTER TABLE tenants ALTER COLUMN name DROP NOT NULL, DROP CONSTRAINT tenants_status_check,
            DROP CONSTRAINT tenants_code_key;
        INSERT INTO tenants (name, code, status) VALUES (NULL, 'twice', 'weird'), ('b', 'twice', 'active');
        ALTER TABLE audit_log DROP CONSTRAINT audit_log_store_id_fkey, ALTER COLUMN action TYPE text;
        INSERT INTO audit_log (action, store_id) VALUES (repeat('x', 101), '99999999-0000-4000-8000-000000000001');
        ALTER TABLE users DROP COLUMN role CASCADE;
        ALTER TABLE users ADD COLUMN role varchar(20) NOT NULL DEFAULT 'customer';
        UPDATE users SET role = 'wizard' WHERE email = (SELECT min(email) FROM users);
        ALTER TABLE deliveries DROP COLUMN rating, ADD COLUMN rating text DEFAULT 'good';
        CREATE TABLE attic (id integer PRIMARY KEY);
        """
    )
    state, before = place.state(), place.here("SELECT count(*) FROM tenants, audit_log")
    output = place.refused()
    for wrong in (
        "column tenants.name: 1 rows have NULL, which the column does not allow",
        "constraint tenants_status_check of tenants: 1 rows violate it",
        "unique index tenants_code_key of tenants: 1 keys occur more than once, for example (twice)",
        "constraint audit_log_store_id_fkey of audit_log: 1 rows refer to 1 rows of stores",
        "column audit_log.action: 1 values of type text do not fit character varying(100)",
        "column users.role: 1 rows have 'wizard', which is not a label of user_role_simple",
        "table attic is not in the target",
        'column deliveries.rating: type text does not fit integer: invalid input syntax for type integer: "good"',
    ):
        assert wrong in output, output
    assert "Nothing was changed" in output
    assert (place.state(), place.here("SELECT count(*) FROM tenants, audit_log")) == (state, before)


def test_a_disk_without_room_is_refused_with_the_figures_and_part_of_it_fits(place: Place, fresh: Deployment) -> None:
    """Its volume is a small disk of its own, which is full but for some megabytes."""
    options = ("type=tmpfs", "device=tmpfs", "o=size=400m")
    docker("volume", "create", "--driver", "local", *(f"--opt={each}" for each in options), f"{fresh.name}-data")
    fresh.deploy()
    fresh.psql(created(place.name), "postgres")
    room = 12_000_000
    fill = f"head -c $(($(df --output=avail -B1 $PGDATA | tail -1) - {room})) /dev/zero >$PGDATA/filler"
    docker("exec", "-u", "postgres", fresh.name, "sh", "-c", fill)
    place.there("INSERT INTO audit_log (action) SELECT repeat(n::text, 10) FROM generate_series(1, 200000) AS n")
    place.there("ANALYZE audit_log")
    small = Place(place.legacy, fresh, place.name)
    found = re.search(
        r"rows with their indexes may need ([\d.]+) MB, and the target has ([\d.]+) MB free", small.refused()
    )
    assert found
    size = int(place.there("SELECT pg_total_relation_size('audit_log')"))
    assert size / 1e6 <= float(found[1]) <= size / 1e6 + 10
    assert room / 1e6 - 2 <= float(found[2]) <= room / 1e6 + 0.1
    assert small.here("SELECT count(*) FROM tenants, audit_log") == "0"
    small.imports("tables=tenants,stores,provinces_territories,audit_log", "where=audit_log: id <= 1000")
    assert int(small.here("SELECT count(*) FROM audit_log")) == 1000


def test_a_legacy_database_with_ten_columns_fewer_and_three_more(place: Place) -> None:
    place.there(
        """
        ALTER TABLE ocs_product_catalog DROP COLUMN terpenes CASCADE, DROP COLUMN ingredients CASCADE,
            DROP COLUMN storage_criteria CASCADE, DROP COLUMN food_allergens CASCADE, DROP COLUMN compatibility CASCADE,
            DROP COLUMN image_url CASCADE, DROP COLUMN pack_size CASCADE;
        ALTER TABLE audit_log DROP COLUMN IF EXISTS ip_address, DROP COLUMN IF EXISTS user_agent;
        ALTER TABLE tenants ADD COLUMN horoscope text, ADD COLUMN lucky integer DEFAULT 7, DROP COLUMN website;
        ALTER TABLE stores ADD COLUMN mascot jsonb;
        """
    )
    output = place.refused()
    for extra in ("tenants.horoscope", "tenants.lucky", "stores.mascot"):
        assert (
            f"column {extra} is not in the target: add it to sql/, or --data ignore_extra=true leaves it out" in output
        )
    output = place.imports("ignore_extra=true")
    assert "column ocs_product_catalog.terpenes is not in the legacy database: gets its default" in output
    query = "SELECT id, product_name, ocs_variant_number, thc_content_per_unit FROM ocs_product_catalog ORDER BY 1"
    assert place.here(query) == place.there(query) != ""
    assert "No changes" in place.imports("ignore_extra=true")


def test_values_of_every_kind_and_generated_columns(place: Place) -> None:
    place.both(kinds.TABLE)
    place.there(f"SET ROLE weedgo; {kinds.rows(500)}")
    place.imports('tables=Odd "kinds')
    assert place.differences() != []
    query = 'SELECT t::text FROM "Odd ""kinds" AS t ORDER BY id'
    assert place.here(query) == place.there(query)
    assert place.here('INSERT INTO "Odd ""kinds" (exact) VALUES (21) RETURNING id, twice') == "501|42"
    place.here('UPDATE "Odd ""kinds" SET plain = \'{"a": 0}\', place = NULL WHERE id <= 10')
    place.here('DELETE FROM "Odd ""kinds" WHERE id BETWEEN 11 AND 20 OR id = 501')
    place.imports('tables=Odd "kinds', "conflict=replace")
    assert place.here(query) == place.there(query)


def test_types_that_differ_but_fit_are_converted(place: Place) -> None:
    place.there(
        """
        ALTER TABLE users RENAME COLUMN role TO was;
        ALTER TABLE users ADD COLUMN role text;
        UPDATE users SET role = was;
        ALTER TABLE users DROP COLUMN was CASCADE;
        ALTER TABLE audit_log ALTER COLUMN id TYPE bigint, ALTER COLUMN action TYPE text;
        """
    )
    place.imports()
    for query in ("SELECT id, role, email FROM users ORDER BY 1", "SELECT id, action FROM audit_log ORDER BY 1"):
        assert place.here(query) == place.there(query) != ""


def test_tables_that_refer_to_themselves_and_to_each_other(place: Place) -> None:
    place.both(
        """
        CREATE TABLE hens (id integer PRIMARY KEY, egg_id integer NOT NULL, mother_id integer REFERENCES hens);
        CREATE TABLE eggs (id integer PRIMARY KEY, hen_id integer NOT NULL REFERENCES hens);
        ALTER TABLE hens ADD CONSTRAINT hens_egg_id_fkey FOREIGN KEY (egg_id) REFERENCES eggs
        """
    )
    place.there(
        """
        BEGIN; ALTER TABLE hens ALTER CONSTRAINT hens_egg_id_fkey DEFERRABLE INITIALLY DEFERRED;
        INSERT INTO hens SELECT i, i, nullif(i % 50 + 1, 51) FROM generate_series(1, 50) AS i;
        INSERT INTO eggs SELECT i, i FROM generate_series(1, 50) AS i;
        SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE hens ALTER CONSTRAINT hens_egg_id_fkey NOT DEFERRABLE; COMMIT;
        """
    )
    state = place.state()
    place.imports("tables=hens,eggs")
    assert place.here("TABLE hens ORDER BY id") == place.there("TABLE hens ORDER BY id")
    assert place.here("TABLE eggs ORDER BY id") == place.there("TABLE eggs ORDER BY id")
    assert place.state() == state


def test_verify_only_compares_and_writes_nothing(place: Place) -> None:
    place.imports("conflict=replace")
    state = place.state()
    assert "118 tables" in place.imports("verify_only=true")
    place.here("UPDATE tenants SET name = name || '!' WHERE code = (SELECT min(code) FROM tenants)")
    place.here("INSERT INTO audit_log (id, action) VALUES (-1, 'mine')")
    place.there("INSERT INTO audit_log (id, action) VALUES (-2, 'theirs')")
    output = place.refused("verify_only=true")
    assert "audit_log: 1 only in legacy, 1 only in target, 0 differ (gone (-1); added (-2))" in output
    assert "tenants: 0 only in legacy, 0 only in target, 1 differ" in output
    assert "the legacy and the target database differ in audit_log, tenants" in output
    assert place.state() == state
    assert place.here("SELECT count(*) FROM audit_log WHERE id IN (-1, -2)") == "1"


def test_the_legacy_database_may_be_in_use(place: Place) -> None:
    over = threading.Event()

    def use() -> None:
        number = 0
        while not over.is_set():
            number += 1
            place.there(
                "WITH t AS (INSERT INTO tenants (name, code) SELECT 'used ' || n, 'used ' || n FROM"
                f" generate_series({number * 100}, {number * 100 + 99}) AS n RETURNING id, code)"
                " INSERT INTO stores (tenant_id, store_code, name) SELECT id, code, code FROM t"
            )

    user = threading.Thread(target=use)
    user.start()
    try:
        output = place.imports()
    finally:
        over.set()
        user.join()
    assert "DIFFERENT" not in output
    assert place.here("SELECT count(*) FROM tenants WHERE code LIKE 'used%'") == place.here(
        "SELECT count(*) FROM stores WHERE store_code LIKE 'used%'"
    )


def test_ends_that_cannot_be_reached_are_named_with_what_to_do(place: Place) -> None:
    output = place.refused(LEGACY_PASSWORD="canary-wrong-9d2c", DB_PASSWORD="canary-wrong-77aa")
    assert f"legacy database {place.name} at 127.0.0.1:{place.legacy.port}: password authentication failed" in output
    assert "check LEGACY_USER and LEGACY_PASSWORD" in output
    assert f"target database {place.name}" in output
    assert "check DB_USER and DB_PASSWORD" in output
    assert "canary" not in output
    assert "is the server up? Check LEGACY_HOST and LEGACY_PORT" in place.refused(LEGACY_PORT="1")
    assert "check LEGACY_NAME" in place.refused(LEGACY_NAME="nowhere")


def test_tls_that_is_asked_for_and_not_to_be_had_fails(place: Place) -> None:
    for setting, end in (("LEGACY_SSLMODE", "legacy"), ("LEGACY_TARGET_SSLMODE", "target")):
        output = place.refused(**{setting: "require"})
        assert f"{end} database {place.name}" in output
        assert f"the server does not offer TLS: enable it there, or set {setting}" in output


def test_settings_are_refused_by_name(place: Place) -> None:
    output = place.refused("confilct=keep", "legacy_password=x", LEGACY_HOTS="x", LEGACY_PORT="0")
    assert "confilct in --data is not a setting" in output
    output = place.refused("conflict=never", "legacy_password=x", LEGACY_HOTS="x")
    assert "conflict: Input should be 'keep', 'replace' or 'fail'" in output
    assert "legacy_password: cannot be set by --data" in output
    assert "LEGACY_HOTS in the environment is not a setting: did you mean LEGACY_HOST?" in output
    assert "LEGACY_PORT: is 0, but must be at least 1" in place.refused(LEGACY_PORT="0")
    assert "LEGACY_HOST: " in place.refused(LEGACY_HOST="")
