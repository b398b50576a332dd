"""The codes of hazards: what they are called, which need approval, and that docs/hazards.md has each of them."""

import re
from dataclasses import replace

import pytest
from pyinfra.api.exceptions import DeployError

from ai_engine_db import hazards
from ai_engine_db.hazards import Code
from ai_engine_db.schema.lock import ROOT
from ai_engine_db.schema.plan import Plan, plan
from ai_engine_db.schema.planner import hazards as planned
from ai_engine_db.settings import sources
from tests.support.objects import Schema, but, column, made, orders, schema, table, view

SMALL, LARGE = 8192, 1_200_000_000
PAGE = (ROOT / "docs" / "hazards.md").read_text()


def codes(found: Plan) -> list[str]:
    return [hazard.code for each in found.statements for hazard in each.hazards]


def test_the_page_has_a_section_for_each_code_with_all_that_a_person_asks() -> None:
    sections = re.split(r"^## ", PAGE, flags=re.M)
    found = {each.split("`")[1]: each for each in sections if each.startswith("`")}
    assert list(found) == list(Code)
    for text in found.values():
        assert re.findall(r"^- \*\*(.+?)\*\*", text, re.M) == ["Means", "Appears", "Readers and writers", "Way out"]


def test_each_kind_of_work_of_the_planner_has_a_code_and_each_code_is_of_one() -> None:
    used = {code for each in planned.CODES.values() for code in each}
    assert used | {Code.ACCESS_EXCLUSIVE} == set(Code)


def test_in_dev_everything_but_a_loss_goes_without_approval_and_nothing_does_elsewhere() -> None:
    assert set(Code) - hazards.without_approval("dev") == {Code.DATA_LOSS}
    assert not hazards.without_approval("staging")
    assert not hazards.without_approval("prod")


def test_codes_are_read_with_commas_or_blanks_and_an_unknown_one_is_refused_with_the_list() -> None:
    assert hazards.codes("INDEX_BUILD, REWRITE REWRITE") == (Code.REWRITE, Code.INDEX_BUILD)
    assert hazards.codes("") == ()
    with pytest.raises(ValueError, match="'REWRITES', which is no hazard; the hazards are DATA_LOSS, REWRITE, "):
        hazards.codes("REWRITE,REWRITES")


def test_an_unknown_code_in_allow_is_refused_as_a_setting() -> None:
    with pytest.raises(DeployError, match="allow: contains 'rewrite', which is no hazard; the hazards are DATA_LOSS"):
        sources.read({"environment": "dev"}, {"allow": "rewrite"})


def test_a_loss_is_allowed_by_data_alone() -> None:
    assert sources.read({"environment": "dev"}, {"allow": "DATA_LOSS,REWRITE"}).allow == "DATA_LOSS,REWRITE"
    assert sources.read({"environment": "dev", "allow": "AUTHZ"}, {}).allow == "AUTHZ"
    with pytest.raises(DeployError, match="has DATA_LOSS, which is allowed for one deploy at a time, by --data"):
        sources.read({"environment": "dev", "allow": "AUTHZ,DATA_LOSS"}, {})


def test_a_grant_on_what_is_there_and_an_owner_are_changes_of_rights_and_those_of_a_new_table_are_none() -> None:
    granted = but(orders(), "table orders", grants=["bob SELECT"])
    assert codes(plan(granted, orders(), sizes={})) == ["AUTHZ"]
    assert codes(plan(granted, {})) == []
    assert codes(plan(orders(), but(orders(), "table orders", owner="other"))) == ["AUTHZ"]


def test_a_table_with_rows_that_becomes_unlogged_may_lose_them() -> None:
    unlogged = but(orders(), "table orders", unlogged=True)
    assert codes(plan(unlogged, orders(), sizes={"orders": SMALL})) == ["DATA_LOSS", "REWRITE"]
    assert codes(plan(orders(), unlogged, sizes={"orders": SMALL})) == ["REWRITE"]
    assert codes(plan(unlogged, orders())) == []


def two_tables() -> Schema:
    needs = ["column orders.note", "column users.name"]
    users = replace(column("name", parent="users"), domain="core")
    both = view("both", "SELECT 1", ["note text"], needs)
    return {**orders(column("note"), both), **schema(replace(table("users"), domain="core"), users)}


@pytest.mark.parametrize(("size", "told"), [(LARGE, True), (SMALL, False)])
def test_a_table_that_stays_locked_while_a_large_one_changes_says_so(size: int, told: bool) -> None:
    there = two_tables()
    desired = but(but(there, "column orders.note", type="integer"), "column users.name", type="integer")
    found = plan(desired, there, sizes={"orders": SMALL, "users": size})
    assert ("ACCESS_EXCLUSIVE" in codes(found)) == told
    (group,) = found.transactions("core")
    if told:
        (hazard,) = {each for one in group for each in one.hazards if each.code == "ACCESS_EXCLUSIVE"}
        assert hazard.words == "locks table orders (8.2 KB) until table users is changed as well"


def test_a_policy_and_row_level_security_of_a_table_that_is_there_are_changes_of_rights() -> None:
    mine = made("policy", "mine", "orders", using="true")
    secured = but(orders(mine), "table orders", row_security=True)
    found = plan(secured, orders())
    assert codes(found) == ["AUTHZ", "AUTHZ"]
    assert {str(each) for one in found.statements for each in one.hazards} == {
        "AUTHZ: changes who may use table orders"
    }
    assert codes(plan(secured, {})) == []
    assert codes(plan(but(secured, "policy orders.mine", using="false"), secured)) == ["AUTHZ"]
    assert codes(plan(but(secured, "policy orders.mine", command="SELECT"), secured)) == ["AUTHZ"]


def test_a_grant_on_schema_public_is_a_change_of_rights_unless_the_database_is_new() -> None:
    granted = {**orders(), **schema(made("schema", "public", grants=["bob USAGE"]))}
    assert codes(plan(granted, orders())) == ["AUTHZ"]
    assert codes(plan(granted, {})) == []


def test_a_materialized_view_that_is_made_again_is_written_anew() -> None:
    there = orders(made("materialized view", "seen", definition="SELECT 1 AS a", columns=["a integer"]))
    wants = but(there, "materialized view seen", definition="SELECT 2 AS a")
    found = plan(wants, there, sizes={"seen": SMALL})
    (hazard,) = (hazard for each in found.statements for hazard in each.hazards)
    assert str(hazard) == "REWRITE: rewrites materialized view seen (8.2 KB) under ACCESS EXCLUSIVE"


def test_a_large_default_partition_is_read_for_a_new_one() -> None:
    there = schema(
        table("events", partition_key="LIST (id)"), column("id", "integer", parent="events"),
        made("table", "rest", needs=["table events"], partition_of="events", bound="DEFAULT"),
        column("id", "integer", parent="rest", inherited=True),
    )  # fmt: skip
    wants = {
        **there,
        **schema(
            made("table", "p1", needs=["table events"], partition_of="events", bound="FOR VALUES IN (1)"),
            column("id", "integer", parent="p1", inherited=True),
        ),
    }
    found = plan(wants, there, sizes={"events": LARGE, "rest": LARGE})
    (hazard,) = (hazard for each in found.statements for hazard in each.hazards)
    assert str(hazard) == "CONSTRAINT_SCAN: reads all of table rest (1.2 GB) under ACCESS EXCLUSIVE"
    assert codes(plan(wants, there, sizes={"events": SMALL, "rest": SMALL})) == []


def test_an_index_of_a_large_materialized_view_is_built_while_others_wait() -> None:
    there = orders(made("materialized view", "seen", definition="SELECT 1 AS a", columns=["a integer"]))
    by_a = made(
        "index",
        "by_a",
        "seen",
        ["materialized view seen"],
        definition="CREATE INDEX by_a ON public.seen USING btree (a)",
    )
    found = plan({**there, **schema(by_a)}, there, sizes={"seen": LARGE})
    (hazard,) = (hazard for each in found.statements for hazard in each.hazards)
    assert str(hazard) == "INDEX_BUILD: builds an index of materialized view seen (1.2 GB) under SHARE"
