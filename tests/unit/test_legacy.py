"""What an import decides without a server: order, pairs of tables, choices, settings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from pyinfra.api.exceptions import DeployError

from tasks.legacy import ends, order, pairs, settings
from tasks.legacy.catalog import Catalog, Column, Table
from tasks.legacy.options import Options

NO_OPTIONS = Options.model_validate({})
NAMES = "abcdefgh"
GRAPHS = st.dictionaries(st.sampled_from(NAMES), st.lists(st.sampled_from(NAMES), max_size=4), max_size=8)


def column(name: str, type_name: str = "text", **properties: bool) -> Column:
    unlike = {"not_null": False, "default": False, "generated": False, "own_oids": False} | properties
    return Column(name=name, type=type_name, labels=None, sequence=None, expression=None, **unlike)


def table(name: str, *columns: Column) -> Table:
    return Table(name, 1, 8192, 8192, True, True, {}, False, {each.name: each for each in columns}, (), ())


def catalog(*tables: Table) -> Catalog:
    return Catalog(170000, "17", {each.name: each for each in tables}, frozenset({"text", "integer", "numeric"}), {})


@given(GRAPHS)
def test_every_table_comes_after_those_it_refers_to_unless_they_refer_back(references: dict[str, list[str]]) -> None:
    groups = order.groups(references)
    assert sorted(name for group in groups for name in group) == sorted(references)
    place = {name: at for at, group in enumerate(groups) for name in group}
    for name, others in references.items():
        for other in set(others) & set(references):
            assert place[other] <= place[name]


@given(GRAPHS)
def test_tables_are_in_one_group_only_when_each_reaches_the_other(references: dict[str, list[str]]) -> None:
    def reached(start: str) -> set[str]:
        found: set[str] = set()
        left = [start]
        while left:
            new = [each for each in references[left.pop()] if each in references and each not in found]
            found.update(new)
            left += new
        return found

    for group in order.groups(references):
        for name in group:
            assert len(group) == 1 or set(group) <= reached(name)


def test_what_has_most_behind_it_weighs_most() -> None:
    references = {"users": [], "orders": ["users"], "points": ["orders"], "lonely": []}
    groups = order.groups(references)
    weights = order.weights(groups, references, {"users": 1, "orders": 2, "points": 10, "lonely": 5})
    assert weights == {("users",): 13, ("orders",): 12, ("points",): 10, ("lonely",): 5}


def test_the_conditions_of_where_are_told_apart() -> None:
    given = "orders: created_at > '2024-01-01 10:00'; users: x::text = 'a;b' AND active;"
    assert Options.model_validate({"where": given}).where == {
        "orders": "created_at > '2024-01-01 10:00'",
        "users": "x::text = 'a;b' AND active",
    }
    for wrong in ("active", "users:", ": active"):
        with pytest.raises(ValidationError, match="table: condition"):
            Options.model_validate({"where": wrong})


def test_columns_are_paired_by_name_and_what_does_not_fit_is_named() -> None:
    there = catalog(table("t", column("a"), column("b", "integer"), column("c"), column("extra")))
    here = catalog(
        table("t", column("c", "geometry"), column("b", "numeric(10,2)"), column("a"), column("made", generated=True))
    )
    found, problems, notes = pairs.match(there, here, NO_OPTIONS)
    assert (found["t"].columns, found["t"].expressions) == (["b", "a"], ['"b"::numeric(10,2)', '"a"'])
    assert problems == [
        "column t.c: type text does not fit geometry",
        "column t.extra is not in the target: add it to sql/, or --data ignore_extra=true leaves it out",
    ]
    assert notes == []


def test_a_column_that_the_legacy_database_lacks_needs_a_default_or_takes_null() -> None:
    there = catalog(table("t", column("a")))
    here = catalog(
        table("t", column("a"), column("b"), column("c", not_null=True), column("d", not_null=True, default=True))
    )
    _, problems, notes = pairs.match(there, here, NO_OPTIONS)
    assert problems == ["column t.c is not in the legacy database, is NOT NULL and has no default"]
    assert [note.split()[1] for note in notes] == ["t.b", "t.c", "t.d"]


def test_binary_copy_is_not_for_types_whose_oids_are_a_servers_own() -> None:
    plain, own = column("a"), column("b", own_oids=True)
    for columns, binary in (((plain,), True), ((plain, own), False)):
        both = catalog(table("t", *columns))
        assert pairs.match(both, both, NO_OPTIONS)[0]["t"].binary is binary


def test_messages_of_libpq_become_the_reason_and_what_to_do() -> None:
    end = ends.End("legacy", "LEGACY_", "LEGACY_", {"host": "h", "port": "1", "dbname": "d"})
    text = (
        'connection failed: connection to server at "h", port 1 failed: FATAL:  password authentication failed for "u"'
    )
    assert end.explain(text) == (
        'legacy database d at h:1: password authentication failed for "u" (check LEGACY_USER and LEGACY_PASSWORD)'
    )
    text = 'connection to server at "h", port 1 failed: server does not support SSL, but SSL was required'
    assert "set LEGACY_SSLMODE" in end.explain(text)
    entry = 'connection to server at "h", port 1 failed: FATAL:  no pg_hba.conf entry for host "h", no encryption'
    assert "set LEGACY_SSLMODE to require or better" in end.explain(entry)
    wrong = 'connection to server at "h", port 1 failed: FATAL:  password authentication failed for user "u"'
    assert "check LEGACY_USER and LEGACY_PASSWORD" in end.explain(f"{wrong}\n{entry}")


def test_wrong_settings_are_all_named_and_no_password_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEGACY_PASWORD", "canary")
    monkeypatch.setenv("LEGACY_PORT", "x")
    monkeypatch.delenv("LEGACY_HOST", raising=False)
    with pytest.raises(DeployError) as caught:
        settings.read({"legacy_password": "canary", "conflict": "no"}, dev=False)
    message = str(caught.value)
    for part in (
        "LEGACY_PASWORD is not a setting: did you mean LEGACY_PASSWORD?",
        "legacy_password: not by --data",
        "LEGACY_PORT: ",
        "LEGACY_HOST: is not set",
        "conflict: ",
    ):
        assert part in message
    assert "canary" not in message
