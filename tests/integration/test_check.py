"""``make check``: each exit code from a real state, and that what it says is what psql finds before and after."""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.deployment import Deployment, docker

# Whether there is an object of a line, by its kind.
THERE = {
    "table": "to_regclass({name}) IS NOT NULL",
    "view": "to_regclass({name}) IS NOT NULL",
    "index": "to_regclass({name}) IS NOT NULL",
    "column": (
        "EXISTS (SELECT FROM pg_attribute WHERE NOT attisdropped AND attrelid = to_regclass(split_part({name}, '.', 1))"
        " AND attname = split_part({name}, '.', 2))"
    ),
    "extension": "EXISTS (SELECT FROM pg_extension WHERE extname = {name})",
}
DAMAGE = """DROP INDEX idx_stores_tenant;
DROP VIEW recent_login_activity;
DROP TABLE supported_languages CASCADE;
ALTER TABLE tenants DROP COLUMN website;
DROP EXTENSION postgis_topology;
"""


def check(place: Deployment, *options: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return place.run(sys.executable, "-m", "ai_engine_db.cli.check", "inventories/dev.py", *options, **variables)


def found(place: Deployment, *options: str) -> dict[str, Any]:
    """What the check says to programs."""
    answer: dict[str, Any] = json.loads(check(place, "--json", *options).stdout)
    return answer


@pytest.fixture(scope="module")
def sound(provisioned: Deployment) -> Deployment:
    """A finished deployment that can be put back, and no vacuum that would write."""
    provisioned.keep()
    return provisioned


@pytest.fixture
def put_back(sound: Deployment) -> Iterator[Deployment]:
    yield sound
    sound.put_back()


def test_up_to_date_is_0(sound: Deployment) -> None:
    done = check(sound)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "@local (dev)",
        "  ai_engine and ai_engine_test: up to date",
        "check: up to date (exit code 0)",
    ]


def test_changes_pending_is_2(put_back: Deployment) -> None:
    put_back.psql("DROP INDEX idx_stores_tenant")
    done = check(put_back)
    assert done.returncode == 2, done.stderr
    assert "  ai_engine: 1 to create\n    + index idx_stores_tenant\n" in done.stdout
    assert done.stdout.endswith("check: changes pending (exit code 2)\n")


def test_something_unmanaged_is_3(put_back: Deployment) -> None:
    put_back.psql("CREATE TABLE mine ()")
    done = check(put_back)
    assert done.returncode == 3, done.stderr
    assert "    ! table mine is not in sql/\n" in done.stdout
    put_back.psql("DROP INDEX idx_stores_tenant")
    done = check(put_back)
    assert done.returncode == 3, "with changes pending besides, too"
    assert "check: changes pending, and manual action required (exit code 3)" in done.stdout


def test_a_container_that_differs_is_3_until_the_deploy_is_told_to_recreate_it(sound: Deployment) -> None:
    done = check(sound, DB_MEMORY="1g")
    assert done.returncode == 3, done.stderr
    assert f"! container {sound.name}: memory 2g → 1g (kept unchanged;" in done.stdout
    done = check(sound, "--data", "recreate=true", DB_MEMORY="1g")
    assert done.returncode == 2, done.stdout + done.stderr
    assert f"~ container {sound.name}: memory 2g → 1g (recreated)" in done.stdout


def test_a_stopped_container_is_2_and_claims_nothing_of_the_databases(sound: Deployment) -> None:
    docker("stop", sound.name)
    try:
        done = check(sound)
    finally:
        sound.start()
    assert done.returncode == 2, done.stderr
    assert f"~ container {sound.name}: start" in done.stdout
    assert "? database ai_engine: the container is stopped" in done.stdout
    assert "+" not in done.stdout


@pytest.mark.parametrize("shape", [[], ["--json"], ["--markdown"]])
def test_an_error_is_1_with_its_message_in_each_shape(sound: Deployment, shape: list[str]) -> None:
    done = check(sound, *shape, DB_PORT="99999")
    assert done.returncode == 1
    assert "DB_PORT" in done.stderr
    assert "Traceback" not in done.stderr
    if shape == ["--json"]:
        answer = json.loads(done.stdout)
        assert (answer["exit_code"], answer["outcome"], answer["plan"]) == (1, "error", None)
        assert "DB_PORT" in answer["problem"]
    else:
        assert ("DB_PORT" in done.stdout and "`dev`: error" in done.stdout) == (shape == ["--markdown"])


def test_an_inventory_that_is_not_there_and_an_unknown_host_are_1(sound: Deployment) -> None:
    assert sound.run(sys.executable, "-m", "ai_engine_db.cli.check", "inventories/none.py").returncode == 1
    done = check(sound, "--limit", "nobody")
    assert done.returncode == 1
    assert "no such host" in done.stderr


def test_it_writes_nothing(put_back: Deployment) -> None:
    put_back.psql(DAMAGE)
    written = "SELECT pg_snapshot_xmax(pg_current_snapshot())"
    before = put_back.psql(written, "postgres")
    assert check(put_back).returncode == 2
    assert put_back.psql(written, "postgres") == before


def test_what_is_to_be_made_is_missing_before_and_there_after(put_back: Deployment) -> None:
    put_back.psql(DAMAGE)
    answer = found(put_back)
    assert answer["exit_code"] == 2
    (part,) = answer["plan"]["hosts"].values()
    made = [each for each in part["changes"] if each["sign"] == "+" and each["object"].split()[0] in THERE]
    assert {each["object"].split()[0] for each in made} == set(THERE)
    assert {each["database"] for each in made} == {"ai_engine"}

    def there(change: dict[str, str]) -> bool:
        kind, name = change["object"].split(" ", 1)
        return put_back.psql(f"SELECT {THERE[kind].format(name=repr(name))}") == "t"

    assert [each["object"] for each in made if there(each)] == []
    put_back.deploy()
    assert [each["object"] for each in made if not there(each)] == []
    assert found(put_back)["exit_code"] == 0


def test_its_statements_run_by_psql_do_what_the_deploy_would_have_done(put_back: Deployment) -> None:
    # A column comes back as the last one, and an extension is no statement of the schema.
    put_back.psql("\n".join(line for line in DAMAGE.splitlines() if "COLUMN" not in line and "EXTENSION" not in line))
    (part,) = found(put_back)["plan"]["hosts"].values()
    statements = part["statements"]
    assert statements
    assert all(each["step"] and each["object"] and each["database"] == "ai_engine" for each in statements)
    script = "\n".join(
        f"{'RESET ROLE' if each['as_superuser'] else 'SET ROLE weedgo'};\n{each['sql']};" for each in statements
    )
    put_back.psql(script)
    left = [each["object"] for part in found(put_back)["plan"]["hosts"].values() for each in part["changes"]]
    assert all("rows of" in each for each in left), left
    assert put_back.dump() == put_back.dump("pristine")


def test_hazards_and_locks_are_in_the_json_and_in_the_comment(put_back: Deployment) -> None:
    put_back.psql("DROP INDEX idx_stores_tenant")
    (part,) = found(put_back)["plan"]["hosts"].values()
    (statement,) = part["statements"]
    assert statement["object"] == "index idx_stores_tenant"
    assert statement["lock"]
    comment = check(put_back, "--markdown").stdout
    assert "```diff\n+ index idx_stores_tenant\n```" in comment
    assert statement["sql"] in comment
    for hazard in statement["hazards"]:
        assert hazard["words"] in comment.split("<details>")[0]


def test_the_comment_of_all_that_there_is_fits_in_a_comment(fresh: Deployment) -> None:
    done = check(fresh, "--markdown")
    assert done.returncode == 2, done.stderr
    assert 10_000 < len(done.stdout) <= 65_000
    assert "+ table users\n" in done.stdout
    assert "Not all of it fits in a comment" in done.stdout
    assert sum(line.startswith("```") for line in done.stdout.splitlines()) % 2 == 0
    assert fresh.exists() == []


def test_make_check_says_the_exit_code_that_make_makes_its_own_2(put_back: Deployment) -> None:
    done = put_back.run("make", "check", "ENV=dev")
    assert done.returncode == 0, done.stdout + done.stderr
    put_back.psql("CREATE TABLE mine ()")
    done = put_back.run("make", "check", "ENV=dev")
    assert done.returncode == 2
    assert "(exit code 3)" in done.stdout
