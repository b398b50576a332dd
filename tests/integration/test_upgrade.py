"""The 24-table baseline in use becomes the complete schema by one deploy, and no value is lost or changed."""

from dataclasses import dataclass
from typing import Any

import pytest

from bench.baseline import make_baseline
from tests.support.deployment import Deployment, docker
from tests.support.upgrade import COUNTS, RENAMED, columns, digests

ROWS = 20_000
# What a deploy adds: tables, views, indexes, foreign keys, sequences, extensions; columns of users, stores and orders.
ADDED = (94, 7, 438, 118, 17, 3)
COLUMNS_ADDED = 58

COLUMNS = """
SELECT count(*) FROM pg_attribute
WHERE attrelid IN ('users'::regclass, 'stores'::regclass, 'orders'::regclass) AND attnum > 0 AND NOT attisdropped
"""


def everything(place: Deployment) -> list[str]:
    """The database by pg_dump, schema and rows; in any order of rows, without what differs by nature."""
    text = docker("exec", "-u", "postgres", place.name, "pg_dump", "-d", "ai_engine")
    return sorted(line for line in text.splitlines() if not line.startswith(("--", "\\restrict", "\\unrestrict")))


@dataclass
class Upgrade:
    """The baseline's figures, digests and dump, the dry run's lines, and the output of the deploy that upgraded it."""

    place: Deployment
    counts: str
    columns: str
    before: dict[str, Any]
    dump: list[str]
    lines: list[str]
    output: str


@pytest.fixture(scope="module")
def upgraded(deployment: Deployment) -> Upgrade:
    """The baseline, upgraded by one deploy."""
    make_baseline(deployment, ROWS)
    counts, extra, dump = deployment.psql(COUNTS), deployment.psql(COLUMNS), everything(deployment)
    assert counts == "24 2 66 22 4 3"
    before = digests(deployment, columns(deployment), {})
    lines = deployment.changes()
    output = deployment.deploy("--data", "prove=true")
    return Upgrade(deployment, counts, extra, before, dump, lines, output)


def test_one_deploy_takes_the_baseline_to_the_final_counts(upgraded: Upgrade) -> None:
    assert upgraded.place.psql(COUNTS) == "118 9 504 140 21 6"


def test_exactly_what_the_baseline_lacks_was_added(upgraded: Upgrade) -> None:
    after, before = upgraded.place.psql(COUNTS).split(), upgraded.counts.split()
    assert tuple(int(a) - int(b) for a, b in zip(after, before, strict=True)) == ADDED
    assert int(upgraded.place.psql(COLUMNS)) - int(upgraded.columns) == COLUMNS_ADDED


def test_every_value_of_every_column_is_as_it_was(upgraded: Upgrade) -> None:
    place, before = upgraded.place, upgraded.before
    known = [tuple(name.split(".")) for name in before]
    assert digests(place, known, RENAMED) == before  # type: ignore[arg-type]
    assert len(before) > 200
    assert all(rows == ROWS for rows, _ in before.values())


def test_postgis_stays_where_it_is(upgraded: Upgrade) -> None:
    assert (
        upgraded.place.psql("SELECT extnamespace::regnamespace FROM pg_extension WHERE extname = 'postgis'") == "public"
    )


def test_the_dry_run_names_each_conversion(upgraded: Upgrade) -> None:
    lines = upgraded.lines
    assert any(line.startswith("~ column users.role: type character varying(50) → user_role_simple") for line in lines)
    assert any(line.startswith("~ transition orders_order_status.sql") for line in lines)
    assert any(line.startswith("~ transition payment_providers_of_tenants.sql") for line in lines)
    assert not [line for line in lines if line.startswith("! column")]


def test_the_columns_have_their_new_types_and_defaults(upgraded: Upgrade) -> None:
    place = upgraded.place
    found = place.psql(
        "SELECT attname, format_type(atttypid, atttypmod), pg_get_expr(adbin, adrelid) FROM pg_attribute a"
        " LEFT JOIN pg_attrdef d ON adrelid = attrelid AND adnum = attnum"
        " WHERE attrelid = 'users'::regclass AND attname IN ('role', 'phone', 'permissions') ORDER BY 1"
    )
    assert found.splitlines() == [
        "permissions|jsonb|'{}'::jsonb",
        "phone|character varying(50)|",
        "role|user_role_simple|'customer'::user_role_simple",
    ]


def test_providers_of_tenants_got_an_inactive_row_to_refer_to(upgraded: Upgrade) -> None:
    place = upgraded.place
    assert place.psql("SELECT count(*), bool_or(is_active) FROM payment_providers") == "3|f"


def test_a_second_deploy_changes_nothing(upgraded: Upgrade) -> None:
    assert [line for line in upgraded.place.changes() if not line.startswith("! extension")] == []


def test_the_deploy_itself_proves_it(upgraded: Upgrade) -> None:
    assert f"ai_engine: 24 tables, {len(upgraded.before)} columns, {24 * ROWS} rows: all values are unchanged" in (
        upgraded.output
    )


def test_the_backup_that_the_deploy_took_brings_the_baseline_back_and_it_can_be_upgraded_again(
    upgraded: Upgrade,
) -> None:
    place = upgraded.place
    (backup,) = [path.name for path in place.backups.iterdir() if path.name.startswith("ai_engine_backup_")]
    command = f".venv/bin/pyinfra inventories/dev.py tasks/restore.py --data backup={backup}"
    assert command in upgraded.output
    final = place.dump()

    done = place.pyinfra("tasks/restore.py", "-y", "--data", f"backup={backup}")
    assert done.returncode == 0, done.stdout + done.stderr
    assert everything(place) == upgraded.dump
    known = [tuple(name.split(".")) for name in upgraded.before]
    assert digests(place, known, {}) == upgraded.before  # type: ignore[arg-type]
    assert place.psql(COUNTS) == upgraded.counts

    place.deploy()
    assert place.psql(COUNTS) == "118 9 504 140 21 6"
    assert place.dump() == final
    assert digests(place, known, RENAMED) == upgraded.before  # type: ignore[arg-type]
