"""The pure parts of backups: names and retention, the manifest, what tells two databases apart, scripts."""

import json
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ai_engine_db import units
from ai_engine_db.backup_format import contents, manifest, names, privileged, scratch_database
from ai_engine_db.backup_format.contents import Contents, Rows
from ai_engine_db.operations import backup
from ai_engine_db.schema import lock
from ai_engine_db.schema.model import to_row
from ai_engine_db.transport import shell

NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)
# What PostgreSQL takes for a name: nearly anything.
DATABASES = st.text(st.characters(codec="utf-8", exclude_characters="\0\n\r"), min_size=1, max_size=15)
MOMENTS = st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2099, 1, 1), timezones=st.just(UTC))

DATABASE = {
    "database": "ai_engine", "owner": "weedgo", "encoding": "UTF8", "provider": "b", "collate": "C.UTF-8",
    "ctype": "C.UTF-8", "locale": "C.UTF-8", "icu_rules": None, "connection_limit": -1, "bytes": 9_000_000,
    "comment": "Épicerie", "server": "17.12", "settings": [[None, 'search_path="$user", public']], "grants": None,
    "extensions": {"plpgsql": "1.0", "postgis": "3.5.2"},
}  # fmt: skip
SEQUENCE = {"sequence": "public.order_number_seq", "last": 7, "rises": True, "cycles": False}
CONTENTS = Contents(
    DATABASE,
    {"public.users": Rows(3, "123"), "public.orders": Rows(0, "0")},
    {"table users": "aa", "index idx_users": "bb"},
    {"public.order_number_seq": SEQUENCE},
    [],
)
MANIFEST = manifest.Manifest(
    "ai_engine_backup_20260301_120000", NOW.isoformat(), "pg_dump (PostgreSQL) 17.12", CONTENTS,
    {"toc.dat": manifest.File("ab" * 32, 1234), "1.dat.zst": manifest.File("cd" * 32, 0)},
)  # fmt: skip


def role(name: str, **changes: Any) -> dict[str, Any]:
    attributes = dict.fromkeys(("superuser", "inherit", "createrole", "createdb", "login", "replication", "bypassrls"))
    found: dict[str, Any] = {"role": name, "connection_limit": -1, "valid_until": None, "settings": None}
    return found | attributes | {"member_of": None, "needed": True} | changes


def aged(*days: int, database: str = "ai_engine") -> list[str]:
    return [names.prefix(database) + names.stamp(NOW - timedelta(days=each)) for each in days]


# Names


def test_a_backup_is_named_after_its_database_and_the_time_in_utc() -> None:
    in_toronto = NOW.astimezone(timezone(timedelta(hours=-5)))
    assert names.new("ai_engine", in_toronto, []) == "ai_engine_backup_20260301_120000"


@given(DATABASES, MOMENTS)
def test_any_database_gives_a_name_that_is_one_file_and_tells_its_time(database: str, now: datetime) -> None:
    name = names.new(database, now, [])
    assert set(name).isdisjoint("/\\'\"$` \t")
    assert not name.startswith(".")
    assert names.taken_at(name, database) == now.replace(microsecond=0)


@given(st.lists(MOMENTS, max_size=5))
def test_a_new_name_is_later_than_all_that_are_there_even_when_the_clock_was_set_back(moments: list[datetime]) -> None:
    taken = [names.prefix("x") + names.stamp(each) for each in moments]
    assert names.of([*taken, names.new("x", NOW, taken)], "x")[0] == names.new("x", NOW, taken)
    assert names.new("x", NOW, taken) not in taken


def test_a_database_whose_name_begins_like_another_has_its_own_backups() -> None:
    found = [*aged(1), *aged(2, database="ai_engine_test"), *aged(3, database="ai_engine_backup")]
    assert names.of(found, "ai_engine") == aged(1)
    assert names.of(found, "ai_engine_test") == aged(2, database="ai_engine_test")


def test_latest_is_the_newest_backup_of_the_database_asked_for() -> None:
    found = [*aged(3, 1, 2), *aged(0, database="other")]
    assert names.find(found, "latest", "ai_engine") == aged(1)[0]
    assert names.find([], "latest", "ai_engine") is None


@pytest.mark.parametrize("wanted", ["", "..", "ai_engine_backup_20260301_12000", "../ai_engine_backup_20260301_120000"])
def test_only_a_name_that_is_there_is_found(wanted: str) -> None:
    assert names.find(aged(0), wanted, "ai_engine") is None
    assert names.find(aged(0), aged(0)[0], "ai_engine") == aged(0)[0]


@pytest.mark.parametrize(
    ("unreadable", "wanted", "found", "closed"),
    [
        (["shop_backup_20260102_000000"], "latest", "shop_backup_20260101_000000", "shop_backup_20260102_000000"),
        (["shop_backup_20260102_000000"], "latest", "shop_backup_20260103_000000", ""),
        (["shop_backup_20260102_000000"], "latest", None, "shop_backup_20260102_000000"),
        (["other_backup_20260102_000000"], "latest", "shop_backup_20260101_000000", ""),
        (["shop_backup_20260102_000000"], "shop_backup_20260102_000000", None, "shop_backup_20260102_000000"),
        (["shop_backup_20260102_000000"], "shop_backup_20260101_000000", "shop_backup_20260101_000000", ""),
    ],
)
def test_a_backup_that_cannot_be_read_is_not_passed_over(
    unreadable: list[str], wanted: str, found: str | None, closed: str
) -> None:
    assert names.passed_over(unreadable, wanted, "shop", found) == closed


@pytest.mark.parametrize("suffix", ["20261301_000000", "20260230_000000", "2026030_1120000", "20260301_120000x", ""])
def test_what_has_no_time_in_its_name_is_not_a_backup(suffix: str) -> None:
    assert names.taken_at(f"ai_engine_backup_{suffix}", "ai_engine") is None


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=63))
def test_names_of_other_databases_keep_their_suffix_within_what_postgresql_allows(database: str) -> None:
    kept = names.before_restore(database, NOW)
    assert kept.endswith("_before_restore_20260301_120000")
    assert len(kept.encode()) <= 63
    assert len(names.scratch(database, "verify", "1f2e3d4c").encode()) <= 63


# Retention


def test_more_than_the_number_to_keep_go_oldest_first() -> None:
    assert names.expired(aged(0, 1, 2, 3), "ai_engine", NOW, keep=2, keep_days=30) == aged(2, 3)


def test_backups_beyond_their_age_go_even_if_there_are_few() -> None:
    assert names.expired(aged(0, 29, 31), "ai_engine", NOW, keep=7, keep_days=30) == aged(31)


def test_the_newest_backup_stays_however_old_it_is() -> None:
    assert names.expired(aged(400, 500), "ai_engine", NOW, keep=1, keep_days=1) == aged(500)


def test_what_is_not_a_backup_of_this_database_is_never_removed() -> None:
    foreign = [*aged(90, database="ai_engine_test"), "ai_engine_backup_20200101_000000.partial", "notes", "."]
    assert names.expired([*aged(0), *foreign], "ai_engine", NOW, keep=1, keep_days=1) == []


# The manifest


def test_a_manifest_reads_back_as_it_was_written() -> None:
    assert manifest.read(MANIFEST.text()) == MANIFEST


def test_the_manifest_states_versions_and_the_digest_of_the_schema() -> None:
    data = json.loads(MANIFEST.text())
    assert data["versions"] == {"server": "17.12", "pg_dump": "pg_dump (PostgreSQL) 17.12", "postgis": "3.5.2"}
    assert data["snapshot"]["digest"] == CONTENTS.digest
    assert replace(CONTENTS, objects={"table users": "ab"}).digest != CONTENTS.digest


@given(st.integers(0, len(MANIFEST.text().encode()) - 2), st.integers(0, 7))
def test_no_flipped_bit_of_a_manifest_goes_unnoticed(at: int, bit: int) -> None:
    flipped = bytearray(MANIFEST.text().encode())
    flipped[at] ^= 1 << bit
    try:
        read = manifest.read(flipped.decode())
    except (manifest.ManifestError, UnicodeDecodeError):
        return
    # What is left is white space between two words.
    assert read == MANIFEST


@given(st.integers(0, len(MANIFEST.text()) - 3))
def test_a_manifest_cut_short_is_refused(length: int) -> None:
    with pytest.raises(manifest.ManifestError):
        manifest.read(MANIFEST.text()[:length])


def test_a_manifest_of_another_format_is_refused_by_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manifest, "FORMAT", 99)
    text = MANIFEST.text()
    monkeypatch.undo()
    with pytest.raises(manifest.ManifestError, match="format 99"):
        manifest.read(text)


def test_the_list_of_files_reads_back_as_it_was_written() -> None:
    assert manifest.files(manifest.listed(MANIFEST).splitlines()) == MANIFEST.files


# What tells a restored copy from what was backed up


def test_both_printings_of_every_definition_in_the_lock_mean_the_same() -> None:
    settled = [item for item in lock.read().objects.values() if item.settled]
    assert settled
    for item in settled:
        first = {**to_row(item), "settled": None, "domain": None}
        assert contents.meaning(first | dict(item.settled)) == contents.meaning(first), item.id


@pytest.mark.parametrize(
    ("attribute", "was", "becomes"),
    [
        ("definition", "CHECK ((status)::text = 'a'::text)", "CHECK ((status)::text = 'b'::text)"),
        ("definition", "CHECK ((price > 0))", "CHECK ((price >= 0))"),
        ("default", "'a'::character varying", "'b'::character varying"),
        ("type", "character varying(50)", "character varying(20)"),
        ("not_null", True, None),
        ("definition", "CREATE FUNCTION f()\nAS $$SELECT '1'::text$$", "CREATE FUNCTION f()\nAS $$SELECT '1'$$"),
        ("comment", "in cents", "in dollars"),
        ("grants", ["bob SELECT"], ["bob SELECT WITH GRANT OPTION"]),
    ],
)
def test_a_real_difference_is_one(attribute: str, was: Any, becomes: Any) -> None:
    item = {"kind": "constraint", "name": "x", "parent": "users"}
    assert contents.meaning({**item, attribute: was}) != contents.meaning({**item, attribute: becomes})


def test_the_gap_that_a_dropped_column_leaves_is_no_difference() -> None:
    item = {"kind": "column", "name": "x", "parent": "users", "type": "text"}
    assert contents.meaning({**item, "position": 3}) == contents.meaning({**item, "position": 2})


def test_an_invalid_index_is_not_expected_because_pg_dump_leaves_it_out() -> None:
    index = {"kind": "index", "name": "i", "parent": "users", "definition": "CREATE INDEX i ON users USING btree (x)"}
    assert dict(contents.objects([{**index, "invalid": True}])) == {}
    assert list(dict(contents.objects([index]))) == ["index users.i"]


def test_a_database_is_the_same_as_itself() -> None:
    assert contents.differences(CONTENTS, CONTENTS) == []


@pytest.mark.parametrize(
    ("found", "line"),
    [
        (replace(CONTENTS, tables={"public.users": Rows(3, "123")}), "table public.orders is missing"),
        (
            replace(CONTENTS, tables={**CONTENTS.tables, "public.users": Rows(2, "1")}),
            "table public.users: 2 rows instead of 3",
        ),
        (
            replace(CONTENTS, tables={**CONTENTS.tables, "public.users": Rows(3, "1")}),
            "table public.users: its 3 rows differ",
        ),
        (replace(CONTENTS, objects={"table users": "aa"}), "index idx_users is missing"),
        (replace(CONTENTS, objects={**CONTENTS.objects, "view v": "c"}), "view v exists, but was not in the backup"),
        (replace(CONTENTS, objects={**CONTENTS.objects, "table users": "xx"}), "table users differs"),
        (replace(CONTENTS, database={**DATABASE, "extensions": {"plpgsql": "1.0"}}), "extension postgis is missing"),
        (replace(CONTENTS, sequences={}), "sequence public.order_number_seq is missing"),
        (
            replace(CONTENTS, sequences={"public.order_number_seq": {**SEQUENCE, "last": 6}}),
            "sequence public.order_number_seq is behind: 6 instead of 7",
        ),
    ],
)
def test_each_difference_is_a_line_that_names_it(found: Contents, line: str) -> None:
    assert contents.differences(CONTENTS, found) == [line]


def test_a_sequence_that_went_on_while_the_dump_was_made_is_no_difference() -> None:
    later = replace(CONTENTS, sequences={"public.order_number_seq": {**SEQUENCE, "last": 9}})
    assert contents.differences(CONTENTS, later) == []


# Roles, room, scripts


def test_a_group_is_made_before_its_members_and_what_nobody_needs_is_not_made() -> None:
    found = [
        role("clerk", member_of=[["staff", False, True, True]]),
        role("nobody", needed=False),
        role("people", needed=False),
        role("staff", needed=False, member_of=[["people", True, True, False]]),
    ]
    made = [line for line in scratch_database.roles(found) if "CREATE ROLE" in line or "GRANT" in line]
    assert [line.split('"')[1] for line in made if line.startswith("CREATE")] == ["people", "staff", "clerk"]
    given = next(line for line in made if 'GRANT "people"' in line)
    assert 'GRANT "people" TO "staff" WITH ADMIN True, INHERIT True, SET False' in given
    assert "r.rolname = 'people' AND NOT (r.rolsuper" in given


def test_a_backup_makes_no_role_powerful() -> None:
    made = "\n".join(
        scratch_database.roles([role("boss", superuser=True, createrole=True, bypassrls=True, login=True)])
    )
    assert 'CREATE ROLE "boss" NOSUPERUSER' in made
    assert "NOCREATEROLE" in made
    assert "NOBYPASSRLS" in made
    assert " LOGIN " in made


@pytest.mark.parametrize(
    ("changed", "value"),
    [
        ("grants", [["x", "CREATE ON DATABASE postgres TO evil; --", False]]),
        ("grants", [["x", "CONNECT", "true"]]),
        ("schema_grants", [["postgis", "x", "ALL", False]]),
        ("connection_limit", "1; DROP DATABASE postgres"),
        ("provider", "x"),
    ],
)
def test_a_manifest_with_sql_in_the_place_of_a_word_is_refused(changed: str, value: object) -> None:
    written = replace(MANIFEST, contents=replace(CONTENTS, database={**CONTENTS.database, changed: value}))
    with pytest.raises(manifest.ManifestError, match="is not valid"):
        manifest.read(written.text())


@pytest.mark.parametrize("name", ["work_mem\n\\! id", "a\rb", "a\u2028b", "a\0b"])
def test_a_manifest_with_a_setting_that_ends_its_line_is_refused(name: str) -> None:
    settings = [f"{name}=1"]
    by_database = replace(CONTENTS, database={**DATABASE, "settings": [[None, *settings]]})
    by_role = replace(CONTENTS, roles=[role("x", settings=settings)])
    for found in (by_database, by_role):
        with pytest.raises(manifest.ManifestError, match="the name of a setting in it is not valid"):
            manifest.read(replace(MANIFEST, contents=found).text())


@pytest.mark.parametrize("option", ["true, SET true; DROP ROLE x; --", 1, None])
def test_a_manifest_whose_membership_has_an_option_that_is_none_is_refused(option: object) -> None:
    found = replace(CONTENTS, roles=[role("x", member_of=[["y", False, option, True]])])
    with pytest.raises(manifest.ManifestError, match="is not valid"):
        manifest.read(replace(MANIFEST, contents=found).text())


def test_a_setting_that_any_value_has_is_read_back() -> None:
    found = replace(CONTENTS, roles=[role("x", settings=["app.motto=two\nlines = 1"])])
    assert manifest.read(replace(MANIFEST, contents=found).text()).contents == found


def test_a_setting_that_is_left_out_is_told_on_one_line_of_psql() -> None:
    told = [
        line
        for line in scratch_database.setting_of("ALTER ROLE x", "a\nDROP ROLE weedgo; --\n=1")
        if line.startswith("\\echo")
    ]
    assert [len(line.splitlines()) for line in told] == [1]


def test_a_schema_of_the_owners_is_the_owners_again_but_not_where_the_extensions_of_sql_are() -> None:
    found = {"placed": [["hstore", "mine"], ["postgis", "postgis"]], "schemas_owned": ["mine", "postgis"]}
    written = replace(CONTENTS, database={**CONTENTS.database, **found})
    made = privileged.extensions(written, {"postgis": "postgis"}, ["hstore"], "weedgo")
    assert 'ALTER SCHEMA "mine" OWNER TO "weedgo";' in made
    assert 'ALTER SCHEMA "postgis"' not in made


def test_a_grant_that_postgresql_makes_by_itself_is_none_of_an_objects() -> None:
    function = {"kind": "function", "name": "plain()", "definition": "x"}
    assert contents.meaning({**function, "grants": ["PUBLIC EXECUTE"]}) == contents.meaning(function)
    assert contents.meaning({**function, "grants": ["PUBLIC EXECUTE", "bob EXECUTE"]}) != contents.meaning(function)
    table = {"kind": "table", "name": "t"}
    assert contents.meaning({**table, "grants": ["PUBLIC SELECT"]}) != contents.meaning(table)


@pytest.mark.parametrize(
    "changes",
    [
        {"placed": [["postgis", "postgis"]], "schema_grants": [["pg_catalog", "weedgo", "CREATE", True]]},
        {"placed": [["pg_trgm", "pg_catalog"]], "schema_grants": [["pg_catalog", "weedgo", "CREATE", True]]},
        {"placed": [["pg_trgm", "information_schema"]], "schema_grants": []},
        {"placed": [["postgis", "postgis"]], "schema_grants": [["mine", "weedgo", "CREATE", True]]},
        {"placed": [["postgis", "postgis"]], "schemas_owned": ["mine"]},
        {"placed": [["pg_trgm", "pg_catalog"]], "schemas_owned": ["pg_catalog"]},
    ],
)
def test_a_manifest_that_gives_away_a_schema_of_postgresqls_or_of_nobodys_is_refused(changes: dict[str, Any]) -> None:
    written = replace(MANIFEST, contents=replace(CONTENTS, database={**CONTENTS.database, **changes}))
    with pytest.raises(manifest.ManifestError, match="a schema in it is not one of"):
        manifest.read(written.text())


@pytest.mark.parametrize("name", ["../../etc/passwd", "1.dat\n0 0 toc.dat"])
def test_a_manifest_whose_files_are_not_in_its_folder_is_refused(name: str) -> None:
    with pytest.raises(manifest.ManifestError, match="the name of a file"):
        manifest.read(replace(MANIFEST, files={name: manifest.File("ab" * 32, 1)}).text())


def test_what_belonged_to_somebody_with_more_rights_and_stays_the_owners_is_told_and_is_no_difference() -> None:
    mine = {"owned": "VIEW", "schema": "public", "name": "mine", "owner": "postgres"}
    wanted = replace(CONTENTS, owned=[mine], objects={**CONTENTS.objects, "view mine": "1"})
    found = replace(CONTENTS, objects={**CONTENTS.objects, "view mine": "2"})
    assert contents.kept_by_owner(wanted, found) == [mine]
    assert contents.differences(wanted, found) == []
    assert contents.differences(replace(wanted, owned=[]), found) == ["view mine differs"]


def test_nothing_that_a_backup_says_is_sql_to_the_superuser() -> None:
    evil = "x'; DROP ROLE weedgo; --"
    found = replace(
        CONTENTS,
        database={**CONTENTS.database, "placed": [[evil, evil]], "settings": [[evil, f"work_mem={evil}"]]},
        owned=[{"owned": kind, "schema": evil, "name": evil, "owner": evil} for kind in ("TABLE", "ROUTINE", "TYPE")],
    )
    for text in (privileged.extensions(found, {}, (), "weedgo"), privileged.settle(found, "new", "weedgo")):
        assert "DROP ROLE weedgo" in text
        # As it is it stands within a name's quotes alone; everywhere else its own quote is doubled.
        assert "x'; DROP" not in text.replace(f'"{evil}"', "")


def test_what_fits_is_no_shortage_and_what_does_not_is_said_in_words() -> None:
    assert units.shortage("a backup", 1000, "/b", 1000) == ""
    assert units.shortage("a backup", 1_500_000, "/b", 999) == (
        "a backup may need 1.5 MB, and /b has 999 bytes free: make room there"
    )


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n")))
@example("#À")
def test_an_input_of_a_script_comes_out_as_it_went_in(line: str) -> None:
    text = shell.script(backup.REMOVE, given=f"{line}\n$(false) `false` \\\\ '").rpartition("main()")[0]
    done = subprocess.run(["sh", "-s"], input=f"{text}\ngiven".encode(), capture_output=True, check=True)
    assert done.stdout.decode() == f"{line}\n$(false) `false` \\\\ '\n"


def test_a_path_below_home_is_expanded_where_it_is_used_and_no_other_word_is() -> None:
    done = subprocess.run(
        ["sh", "-c", f"printf '%s\\n' {shell.path('~/a b/$c')} {shell.path('/$HOME/~/d')}"],
        env={"HOME": "/home/somebody"}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.splitlines() == ["/home/somebody/a b/$c", "/$HOME/~/d"]


def test_a_kind_that_no_restore_knows_is_refused_and_a_manifest_of_another_format_is_told_first() -> None:
    strange = {"owned": "SPELL", "schema": "public", "name": "x", "owner": "y"}
    with pytest.raises(manifest.ManifestError, match="is not valid"):
        manifest.read(replace(MANIFEST, contents=replace(CONTENTS, owned=[strange])).text())
    data: dict[str, Any] = {"format": manifest.FORMAT + 1}
    data["sha256"] = manifest._sum(data)
    with pytest.raises(manifest.ManifestError, match="this version reads"):
        manifest.read(json.dumps(data))
