"""Existing rows that violate what a deploy would add: each named, with how to find it, and nothing is changed."""

import json
import re
import sys
from collections import Counter

import pytest

from bench.baseline import make_baseline
from tests.support.deployment import Deployment

ROWS = 60

# What is violated, of which table, how many rows of it, and the key of one of them.
BAD = """
UPDATE users SET role = 'wizard' WHERE email IN ('user7@example.com', 'user8@example.com');
UPDATE orders SET status = 'lost in space' WHERE order_number LIKE 'ORD-1_';
ALTER TABLE orders DROP CONSTRAINT orders_store_id_fkey;
UPDATE orders SET store_id = gen_random_uuid() WHERE order_number = 'ORD-7';
UPDATE unsubscribe_list SET broadcast_id = gen_random_uuid()
WHERE id IN (SELECT id FROM unsubscribe_list ORDER BY id LIMIT 3);
ALTER TABLE tenants DROP CONSTRAINT tenants_name_key;
UPDATE tenants SET name = 'one of two' WHERE code IN ('T1', 'T2');
ALTER TABLE stores ALTER COLUMN name DROP NOT NULL;
UPDATE stores SET name = NULL WHERE store_code = 'S-é-5';
DROP INDEX IF EXISTS idx_unique_language_code;
ALTER TABLE supported_languages DROP CONSTRAINT supported_languages_pkey;
ALTER TABLE supported_languages ALTER COLUMN code DROP NOT NULL;
UPDATE supported_languages SET code = NULL WHERE code = 'x5';
"""
COUNTS = {
    "column users.role": ("users", 2, "SELECT id FROM users WHERE role = 'wizard'"),
    "constraint orders.orders_order_status_check": (
        "orders", 10, "SELECT id FROM orders WHERE status = 'lost in space' ORDER BY id LIMIT 5",
    ),
    "constraint orders.orders_store_id_fkey": ("orders", 1, "SELECT id FROM orders WHERE order_number = 'ORD-7'"),
    "constraint unsubscribe_list.unsubscribe_list_broadcast_id_fkey": (
        "unsubscribe_list", 3, "SELECT id FROM unsubscribe_list WHERE broadcast_id IS NOT NULL",
    ),
    "constraint tenants.tenants_name_key": ("tenants", 2, "SELECT id FROM tenants WHERE name = 'one of two'"),
    "column stores.name": ("stores", 1, "SELECT id FROM stores WHERE name IS NULL"),
    "column supported_languages.code": ("supported_languages", 1, ""),
    "constraint supported_languages.supported_languages_pkey": ("supported_languages", 1, ""),
}  # fmt: skip

EVERY_ROW = """
SELECT format('SELECT %L, (t.*)::text FROM %I.%I AS t ORDER BY 2', c.relname, n.nspname, c.relname)
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname = 'public' AND c.relname <> 'spatial_ref_sys' ORDER BY 1 \\gexec
"""
FINDING = re.compile(r"^ *(?P<database>\S+): (?P<object>.+), table (?P<table>\w+): (?P<rows>\d+) rows? (?P<what>.*)$")


class Findings:
    """What a deploy said, and how the databases were before and after it."""

    def __init__(self, place: Deployment) -> None:
        self.place = place
        make_baseline(place, ROWS)
        place.psql(BAD)
        self.before = self._everything()
        self.dry = place.dry()
        self.output = place.refused()
        self.after = self._everything()
        lines = self.output.splitlines()
        found = [(at, match) for at, line in enumerate(lines) if (match := FINDING.match(line))]
        self.rows = {match["object"]: (match["table"], int(match["rows"])) for _, match in found}
        self.keys = {match["object"]: lines[at + 1] for at, match in found}
        self.queries = {
            match["object"]: next(line for line in lines[at + 1 :] if line.endswith(";")) for at, match in found
        }

    def _everything(self) -> list[str]:
        roles = "SELECT rolname, rolsuper, rolpassword FROM pg_authid ORDER BY 1"
        databases = "SELECT datname, datdba, datacl FROM pg_database ORDER BY 1"
        names = ("ai_engine", "ai_engine_test")
        return [
            *(self.place.dump(name) for name in names),
            *(self.place.psql(EVERY_ROW, name) for name in names),
            *(self.place.psql(query) for query in (roles, databases)),
        ]


@pytest.fixture(scope="module")
def findings(deployment: Deployment) -> Findings:
    return Findings(deployment)


def test_each_thing_is_listed_with_its_table_and_the_number_of_rows(findings: Findings) -> None:
    assert findings.rows == {key: (table, rows) for key, (table, rows, _) in COUNTS.items()}


def test_up_to_five_keys_are_given(findings: Findings) -> None:
    for key, (_, rows, query) in COUNTS.items():
        if query:
            for value in findings.place.psql(query).splitlines():
                assert value in findings.keys[key]
            assert findings.keys[key].endswith(", ...") == (rows > 5)


@pytest.mark.parametrize("key", COUNTS)
def test_the_query_finds_them_all_in_psql_as_it_is(findings: Findings, key: str) -> None:
    assert len(findings.place.psql(findings.queries[key]).splitlines()) == COUNTS[key][1]


def test_nothing_was_changed_in_any_database_nor_in_a_role(findings: Findings) -> None:
    assert findings.after == findings.before
    assert "nothing was changed" in findings.output


def test_no_backup_was_taken(findings: Findings) -> None:
    assert list(findings.place.backups.iterdir()) == []


def test_a_dry_run_shows_the_same_and_the_plan_besides(findings: Findings) -> None:
    for key, query in findings.queries.items():
        assert any(f"ai_engine: {key}, table " in line for line in findings.dry)
        assert any(line.endswith(query.strip()) for line in findings.dry)
    assert any(line.startswith("+ table ") for line in findings.dry)


def test_the_check_tells_each_of_them_once(findings: Findings) -> None:
    done = findings.place.run(sys.executable, "-m", "ai_engine_db.cli.check", "inventories/dev.py", "--json")
    (part,) = json.loads(done.stdout)["plan"]["hosts"].values()
    told = Counter((each["database"], each["object"]) for each in part["changes"] if each["sign"] == "!")
    assert {key for _, key in told} >= COUNTS.keys()
    assert {key: count for key, count in told.items() if count > 1} == {}


def test_once_they_are_fixed_the_deploy_works(findings: Findings) -> None:
    place = findings.place
    place.psql(
        """
        UPDATE users SET role = 'staff' WHERE role = 'wizard';
        UPDATE orders SET status = 'void' WHERE status = 'lost in space';
        UPDATE orders SET store_id = (SELECT id FROM stores LIMIT 1) WHERE order_number = 'ORD-7';
        UPDATE unsubscribe_list SET broadcast_id = NULL;
        UPDATE tenants SET name = code WHERE name = 'one of two';
        UPDATE stores SET name = 'found' WHERE name IS NULL;
        UPDATE supported_languages SET code = 'x5' WHERE code IS NULL;
        """
    )
    place.deploy()
    assert place.pending() == []
