"""sql/drops.toml: what an entry is about, what is refused, and what a plan says of it."""

from pathlib import Path

import pytest

from ai_engine_db.operations import data_checksums
from ai_engine_db.plan_document.document import differences, host_plan, line
from ai_engine_db.schema import drop_questions, dropping, drops, renames
from ai_engine_db.schema.entries import Entry, EntryError
from ai_engine_db.schema.model import Object
from ai_engine_db.schema.plan import Plan, plan
from ai_engine_db.schema.rename import Rename
from ai_engine_db.schema.renamed import moved
from ai_engine_db.schema.statements import Change, Hazard, Raised
from tests.support.objects import Schema, column, domain, enum, index, lines, made, orders, schema, sql, table, view

DROP = '\n[[drop]]\nkind = "{}"\nname = "{}"\nwhy = "x"\n'


def entry(kind: str, name: str) -> Entry:
    return Entry("sql/drops.toml:1", kind, name, "why")


def planned(
    actual: Schema,
    *entries: Entry,
    desired: Schema | None = None,
    answers: dropping.Answers | None = None,
    size: int = 0,
) -> Plan:
    wanted = drops.due(entries, actual)
    desired = orders() if desired is None else desired
    sizes = {"orders": size} if size else {}
    before = plan(desired, actual, owner="weedgo", sizes=sizes)
    return dropping.ended(before, desired, actual, wanted, answers or {}, "weedgo", sizes)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[[drop]]\nkind = "table"\nname = "old"\n', "sql/drops.toml:1: it has no `why`"),
        (DROP.format("cast", "old"), "sql/drops.toml:2: there is no kind `cast` here, only table,"),
        (DROP.format("column", "old"), "sql/drops.toml:2: `old` does not name a column: write `table.old`"),
        (DROP.format("label", "glad"), "`glad` does not name a label: write `type.glad`"),
        (DROP.format("function", "f"), "write its argument types, `f(integer, text)`"),
        (DROP.format("table", "orders"), "sql/drops.toml:2: table orders is still in sql/"),
        (DROP.format("label", "mood.sad"), "sql/drops.toml:2: label mood.sad is still in sql/"),
        (DROP.format("label", "gone.sad"), "label gone.sad: there is no such type in sql/"),
    ],
)
def test_what_cannot_be_is_refused_by_file_and_line(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "drops.toml"
    file.write_text(text)
    with pytest.raises(EntryError) as error:
        drops.read(file, {**orders(), **schema(enum("mood", "sad"))})
    assert says in str(error.value)


def test_a_label_and_a_constraint_of_a_domain_are_found_in_what_has_them() -> None:
    there = schema(enum("mood", "sad", "very.glad"), domain("code", checks={"short": "CHECK (true)"}))
    for each, part in ((entry("label", "mood.very.glad"), "very.glad"), (entry("constraint", "code.short"), "short")):
        item = drops.owner(each, there)
        assert item
        assert drops.part(each, item) == part
        assert drops.there(each, there)
    assert not drops.there(entry("label", "mood.mad"), there)
    assert not drops.there(entry("label", "other.mad"), there)


def test_the_line_of_what_goes_takes_the_place_of_the_one_about_its_being_there() -> None:
    actual = orders(column("note"), index("mine", "status"))
    answers = {"figures column orders.note": [1203, 4711]}
    found = planned(actual, entry("column", "orders.note"), answers=answers)
    assert lines(found) == [
        "! index mine is not in sql/",
        "- column orders.note: 1,203 rows with a value, 4.7 KB",
    ]
    assert sql(found) == ["ALTER TABLE orders DROP COLUMN note"]
    (statement,) = found.statements
    assert (statement.step, statement.lock, statement.hazards[0].code) == ("drops", "ACCESS EXCLUSIVE", "DATA_LOSS")
    assert found.used == ("sql/drops.toml:1",)


def test_rows_that_cannot_be_counted_say_so() -> None:
    actual = {**orders(), **schema(table("old"))}
    found = planned(actual, entry("table", "old"), answers={"figures table old": Raised("permission denied")})
    assert lines(found) == ["- table old: its rows cannot be counted (permission denied)"]


def test_rows_of_a_very_large_table_are_estimated() -> None:
    wanted = drops.due([entry("table", "old")], schema(table("old")))
    assert "count(*)" in drop_questions.asked(wanted, {}, {"old": 1000})["figures table old"]
    assert "reltuples" in drop_questions.asked(wanted, {}, {"old": 2_000_000_000})["figures table old"]


def test_an_index_of_a_table_in_use_goes_concurrently_and_alone() -> None:
    found = planned(orders(index("mine", "status")), entry("index", "mine"), size=8192)
    (statement,) = found.statements
    assert (statement.sql, statement.alone) == ("DROP INDEX CONCURRENTLY IF EXISTS mine", True)
    assert sql(planned(orders(index("mine", "status")), entry("index", "mine"))) == ["DROP INDEX mine"]


def test_one_that_stays_keeps_all_that_it_depends_on() -> None:
    actual = {
        **orders(),
        **schema(
            table("a"), column("id", parent="a"), view("v", "", [], ["column a.id"]), view("w", "", [], ["view v"]),
        ),
    }  # fmt: skip
    found = planned(actual, entry("table", "a"), entry("view", "v"))
    assert found.statements == ()
    assert lines(found) == [
        "! view w is not in sql/",
        "! table a is not dropped: view v depends on it: list what goes along in sql/drops.toml, or change it",
        "! view v is not dropped: view w depends on it: list what goes along in sql/drops.toml, or change it",
    ]


def test_an_answer_about_another_schema_keeps_it() -> None:
    actual = {**orders(), **schema(table("old"))}
    found = planned(actual, entry("table", "old"), answers={"others table old": ["view reports.old"]})
    assert "view reports.old in another schema depends on it" in str(lines(found))


def test_a_label_needs_a_type_and_columns_that_can_be_converted() -> None:
    feeling = column("feels", "feeling", needs=["domain feeling"])
    there = orders(enum("mood", "sad", "mad"), made("domain", "feeling", needs=["type mood"], base="mood"), feeling)
    desired = {**there, **schema(enum("mood", "sad"))}
    found = planned(there, entry("label", "mood.mad"), desired=desired)
    assert found.statements == ()
    assert "write a transition" in str(lines(found))


def test_a_plan_file_stays_good_while_rows_that_go_come_and_go() -> None:
    def part(rows: str, code: str = "DATA_LOSS") -> object:
        change = Change("-", "table old", "drops", rows, hazards=(Hazard(code, rows),))
        place = {"environment": "dev", "container": "c", "databases": ["a"]}
        return host_plan(place, {"sql": 1, "container": 1, "server": 1, "databases": {}}, [("a", change)], [])

    assert differences(part("10 rows"), part("11 rows")) == []  # type: ignore[arg-type]
    assert differences(part("10 rows"), part("10 rows", "REWRITE")) != []  # type: ignore[arg-type]


def test_a_line_with_the_sign_of_a_drop_reads_as_the_others() -> None:
    change = {"sign": "-", "object": "table old", "detail": "1 row", "database": "a"}
    assert line(change, with_database=True) == "- table old in a: 1 row"


# Partitions, and what they have from their table


def parted(*more: Object) -> Schema:
    bound = "FOR VALUES IN (1)"
    return schema(
        table("events", partition_key="LIST (id)"), column("id", "integer", parent="events"),
        column("note", parent="events"),
        made("table", "p1", needs=["table events"], partition_of="events", bound=bound),
        column("id", "integer", parent="p1", inherited=True), column("note", parent="p1", inherited=True),
        *more,
    )  # fmt: skip


def test_a_partition_is_detached_and_dropped_in_one_transaction_and_that_is_a_loss() -> None:
    there = parted()
    found = planned(there, entry("table", "p1"), desired={k: i for k, i in there.items() if "p1" not in k})
    assert sql(found) == ["ALTER TABLE events DETACH PARTITION p1", "DROP TABLE p1"]
    assert {each.transaction for each in found.statements} == {"table p1"}
    assert [hazard.code for each in found.statements for hazard in each.hazards] == ["DATA_LOSS"]


def test_a_column_goes_from_the_partitions_with_the_one_of_their_table() -> None:
    there = parted()
    wants = {key: item for key, item in there.items() if not key.endswith(".note")}
    found = planned(there, entry("column", "events.note"), entry("column", "p1.note"), desired=wants)
    assert sql(found) == ["ALTER TABLE events DROP COLUMN note"]
    assert lines(found) == ["- column events.note"]
    assert len(found.used) == 2


def test_what_a_partition_has_from_its_table_does_not_go_alone() -> None:
    there = parted()
    found = planned(there, entry("column", "p1.note"), desired=there)
    assert found.statements == ()
    assert lines(found) == ["! column p1.note is not dropped: p1.note comes from column events.note: name that"]


def test_an_index_of_a_partitioned_table_in_use_cannot_go_concurrently() -> None:
    own = index("by_note", "note", parent="events")
    part = index("p1_note_idx", "note", parent="p1", inherited=True, attached_to="by_note")
    there = parted(own, part)
    wants = parted()
    wanted = drops.due([entry("index", "by_note"), entry("index", "p1_note_idx")], there)
    sizes = {"events": 8192, "p1": 8192}
    before = plan(wants, there, owner="weedgo", sizes=sizes)
    assert sql(dropping.ended(before, wants, there, wanted, {}, "weedgo", sizes)) == ["DROP INDEX by_note"]


def test_statistics_of_a_column_are_named_with_it() -> None:
    definition = "CREATE STATISTICS pairs ON id, note FROM orders"
    there = orders(column("note"), made("statistics", "pairs", "orders", definition=definition))
    found = planned(there, entry("column", "orders.note"))
    assert lines(found) == ["- column orders.note: with statistics pairs"]


def test_an_attribute_of_a_composite_type_goes_unless_something_depends_on_it() -> None:
    there = {**orders(), **schema(made("type", "pair", attributes=["a integer", "b text"]))}
    wants = {**orders(), **schema(made("type", "pair", attributes=["a integer"]))}
    found = planned(there, entry("attribute", "pair.b"), desired=wants)
    assert sql(found) == ["ALTER TYPE pair DROP ATTRIBUTE b"]
    assert lines(found) == ["- attribute pair.b"]
    answers = {"others attribute pair.b": ["view v"]}
    found = planned(there, entry("attribute", "pair.b"), desired=wants, answers=answers)
    assert lines(found) == ["! attribute pair.b is not dropped: view v depends on it"]


def test_a_policy_that_goes_changes_who_sees_rows() -> None:
    there = orders(made("policy", "mine", "orders", using="true"))
    found = planned(there, entry("policy", "orders.mine"))
    assert [hazard.code for each in found.statements for hazard in each.hazards] == ["DATA_LOSS", "AUTHZ"]


def test_what_gets_its_name_in_the_same_deploy_is_asked_for_and_given_by_the_old_one() -> None:
    before = schema(table("basket", owner="keeper"), column("id", parent="basket"), column("note", parent="basket"))
    chosen = [Rename("table", "basket", "orders"), Rename("column", "orders.note", "orders.remark")]
    there = before
    for each in chosen:
        there = moved(there, each)
    were = renames.were(before, chosen)
    assert {key: item.id for key, item in were.items()} == {
        "table orders": "table basket",
        "column orders.id": "column basket.id",
        "column orders.remark": "column basket.note",
    }
    wanted = drops.due([entry("column", "orders.remark"), entry("table", "orders")], there)
    asked = drop_questions.asked(wanted, there, {}, were)
    assert asked["figures column orders.remark"].endswith(
        "sum(pg_catalog.pg_column_size(note)), 0)) FROM public.basket"
    )
    assert not any("orders" in query or "remark" in query for query in asked.values())
    found = dropping.ended(Plan(), {}, there, wanted[1:], {}, "weedgo", {}, were)
    assert [each.sql for each in found.owners] == ["ALTER TABLE basket OWNER TO weedgo"]
    assert [each.sql for each in found.statements if not each.as_superuser] == ["DROP TABLE orders"]


def test_values_that_go_under_a_new_name_are_not_compared() -> None:
    there = schema(table("basket"), column("id", parent="basket"), column("note", parent="basket"), table("old"))
    names = {key: key.replace("basket", "carts") for key in there if "basket" in key}
    goes = Plan(changes=(Change("-", "column carts.note", "drops"), Change("-", "table old", "drops")))
    assert list(data_checksums._kept(there, goes, names)) == ["table basket", "column basket.id"]


def test_a_label_of_a_partitioned_table_goes_by_its_columns_alone() -> None:
    feels = {"default": "'sad'::mood", "needs": ["type mood"]}
    there = {
        **parted(
            column("feels", "mood", parent="events", **feels),
            column("feels", "mood", parent="p1", **feels, inherited=True),
            made("policy", "glad", "events", ["type mood", "column events.feels"], using="(feels = 'glad'::mood)"),
        ),
        **schema(enum("mood", "sad", "glad", "mad")),
    }
    found = planned(there, entry("label", "mood.mad"), desired={**there, **schema(enum("mood", "sad", "glad"))})
    statements = sql(found)
    assert statements[0] == "DROP POLICY IF EXISTS glad ON events"
    assert statements[-1].startswith("CREATE POLICY glad ON events")
    assert [each for each in statements if "p1" in each] == [
        "ALTER TABLE p1 ALTER COLUMN feels DROP DEFAULT",
        "ALTER TABLE p1 ALTER COLUMN feels SET DEFAULT 'sad'::mood",
    ]


def test_a_label_of_a_type_that_something_is_partitioned_by_stays() -> None:
    there = {
        **schema(
            table("events", partition_key="LIST (feels)"),
            column("feels", "mood", parent="events", needs=["type mood"]),
        ),
        **schema(enum("mood", "sad", "mad")),
    }
    found = planned(there, entry("label", "mood.mad"), desired={**there, **schema(enum("mood", "sad"))})
    assert lines(found) == ["! label mood.mad is not dropped: table events is partitioned by column events.feels"]


def test_a_column_that_a_table_is_partitioned_by_stays() -> None:
    there = parted()
    found = planned(there, entry("column", "events.id"), desired={k: i for k, i in there.items() if ".id" not in k})
    assert lines(found) == ["! column events.id is not dropped: table events is partitioned by it"]
