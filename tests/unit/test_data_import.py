"""What an import decides without a server: order, pairs of tables, choices, settings."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from pyinfra.api.exceptions import DeployError

from ai_engine_db.cli import settings as shown
from ai_engine_db.data_import import ends, order, pairs, settings
from ai_engine_db.data_import.catalog import Catalog, Column, Table
from ai_engine_db.data_import.options import Options
from ai_engine_db.settings import sops, sources

NO_OPTIONS = Options.model_validate({})
NAMES = "abcdefgh"
GRAPHS = st.dictionaries(st.sampled_from(NAMES), st.lists(st.sampled_from(NAMES), max_size=4), max_size=8)


def column(name: str, type_name: str = "text", **properties: bool) -> Column:
    unlike = {"not_null": False, "default": False, "generated": False, "own_oids": False, "always": False} | properties
    return Column(
        name=name, type=type_name, labels=None, sequence=None, expression=None, base=type_name, cast=None, **unlike
    )


def table(name: str, *columns: Column) -> Table:
    return Table(name, 1, 8192, 8192, True, True, (), False, {each.name: each for each in columns}, (), ())


def catalog(*tables: Table) -> Catalog:
    return Catalog(
        170000, "17", {each.name: each for each in tables}, {each: each for each in ("text", "integer", "numeric")}, {}
    )


def test_no_cast_is_used_that_a_user_of_the_legacy_database_can_have_made() -> None:
    types = {"text": "text", "geometry": "postgis.geometry"}
    output = pairs.value_text('"a"')
    assert pairs.expression(column("a", "kind", own=True), column("a"), types) == f"({output})::text"
    assert (
        pairs.expression(replace(column("a", "kind"), labels=["x"]), replace(column("a", "mood"), labels=["x"]), {})
        == output
    )
    assert pairs.expression(column("a"), column("a", "kind", own=True), types) is None


def test_a_type_is_named_as_the_legacy_database_has_it_and_a_domain_by_what_is_below_it() -> None:
    types = {"text": "text", "geometry": "postgis.geometry"}
    place = replace(column("a", "geometry(Point,4326)"), cast="public.geometry(Point,4326)")
    assert pairs.expression(column("a"), place, types) == '"a"::postgis.geometry(Point,4326)'
    assert pairs.expression(column("a", "bytea"), replace(column("a", "email"), base="text"), types) == '"a"::text'


def test_the_target_is_not_written_by_a_superuser_and_a_legacy_one_is_told_of() -> None:
    ours = catalog(table("users", column("id")))
    for found in (replace(ours, superuser=True), replace(ours, powers=["pg_write_server_files"])):
        assert "triggers would run with these privileges" in pairs.match(ours, found, NO_OPTIONS)[1][0]
    assert "the legacy role is a superuser" in pairs.match(replace(ours, superuser=True), ours, NO_OPTIONS)[2][0]


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
    monkeypatch.setenv("LEGACY_PORT", "x")
    monkeypatch.delenv("LEGACY_HOST", raising=False)
    message = refusal({"conflict": "no"})
    for part in ("LEGACY_PORT: is 'x', which is not a whole number", "LEGACY_HOST: is not set", "conflict: "):
        assert part in message
    monkeypatch.setenv("LEGACY_PASWORD", "canary")
    message = refusal({"legacy_password": "canary", "conflict": "no"})
    for part in (
        "LEGACY_PASWORD in the environment is not a setting: did you mean LEGACY_PASSWORD?",
        "legacy_password: cannot be set by --data",
        "conflict: ",
    ):
        assert part in message
    assert "canary" not in message


def refusal(overrides: dict[str, str]) -> str:
    with pytest.raises(DeployError) as caught:
        settings.read({"environment": "prod"}, overrides)
    return str(caught.value)


def test_the_password_comes_from_where_that_of_the_role_does(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = {"environment": "dev", "legacy_host": "old.example.com"}
    monkeypatch.setattr(sources, "ROOT", tmp_path)
    monkeypatch.setattr(shown, "hosts", lambda _: {"db1": data})
    monkeypatch.setenv("SECRETS_DIR", str(tmp_path / "secrets"))
    (tmp_path / "secrets").mkdir()
    for name in ("LEGACY_PASSWORD", "LEGACY_HOST", "SOPS_FILE"):
        monkeypatch.delenv(name, raising=False)

    def password(source: str) -> str:
        found, _ = settings.read(data, {})
        assert found.legacy_host == "old.example.com"
        assert shown.main("dev") == 0
        output = capsys.readouterr().out
        (line,) = (line for line in output.splitlines() if line.startswith("LEGACY_PASSWORD"))
        assert line.split() == ["LEGACY_PASSWORD", "********", *source.split()]
        assert found.legacy_password.get_secret_value() not in output
        return found.legacy_password.get_secret_value()

    monkeypatch.setattr(sops, "file", lambda *_: tmp_path / "dev.sops.yaml")
    decrypted = {"legacy_password": "canary-sops", "db_password": "other-canary"}
    monkeypatch.setattr(sops, "decrypted", lambda _: decrypted)
    assert password(str(tmp_path / "dev.sops.yaml")) == "canary-sops"
    (tmp_path / "secrets" / "legacy_password").write_text("canary-file\n")
    assert password(str(tmp_path / "secrets")) == "canary-file"
    (tmp_path / ".env").write_text("LEGACY_PASSWORD=canary-env\nDB_PORT=6000\n")
    assert password(".env") == "canary-env"
    monkeypatch.setenv("LEGACY_PASSWORD", "canary-variable")
    assert password("the environment") == "canary-variable"


def test_settings_of_the_import_are_in_no_deploys_way(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sources, "ROOT", tmp_path)
    (tmp_path / ".env").write_text("LEGACY_HOST=old.example.com\n")
    assert sources.read({"environment": "dev", "legacy_host": "old.example.com"}, {}).db_name == "ai_engine"
    with pytest.raises(DeployError, match="legacy_host in --data is not a setting"):
        sources.read({"environment": "dev"}, {"legacy_host": "x"})
