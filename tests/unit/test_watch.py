"""What is told of sessions while they work, from what the server says of them."""

import json
from types import SimpleNamespace
from typing import Any

import pytest

from ai_engine_db.execution.activity import Answering, SchemaProgress, Transfer
from ai_engine_db.execution.runner import SqlScript
from ai_engine_db.execution.session import SqlPart
from ai_engine_db.facts.answers import questions
from ai_engine_db.runtime import host_state
from ai_engine_db.runtime.progress import Progress

INDEX = "CREATE INDEX CONCURRENTLY i ON t (a)"
PARTS = (
    SqlPart("\\connect a", "database a"),
    SqlPart("SET ROLE owner;"),
    SqlPart(f"SET lock_timeout = 0;\n{INDEX};\nSET lock_timeout = :'lock_timeout';", "index i in a"),
    SqlPart("COMMENT ON TABLE t IS 'é" + "x" * 2000 + "';", "table t in a"),
)


HOST: Any = object()


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    """A host whose container is known."""
    monkeypatch.setattr(host_state, "container", lambda _: "c")
    monkeypatch.setattr(host_state, "of", lambda _: SimpleNamespace(docker=SimpleNamespace(superuser="postgres")))


@pytest.fixture
def watch() -> SchemaProgress:
    found = SchemaProgress(HOST, {})
    found.follow([SqlScript("a", PARTS), SqlScript("b", PARTS)])
    return found


def line(database: str, query: str, *more: object) -> str:
    return json.dumps([database, query, *(more or (None, None, None))])


def test_an_index_is_told_with_its_phase_how_far_that_is_and_whom_it_waits_for(watch: SchemaProgress) -> None:
    now = watch.tell([line("a", f"{INDEX};", "building index: scanning table", 0.456, None)])
    assert now == Progress(f"a: {INDEX}, building index: scanning table, 46%", 2 / 8)
    now = watch.tell([line("a", f"{INDEX};", "waiting for old snapshots", None, "psql (role x, server process 7)")])
    assert now.what == f"a: {INDEX}, waiting for old snapshots, waits for psql (role x, server process 7)"


def test_each_database_has_its_part_and_one_that_is_through_counts_whole(watch: SchemaProgress) -> None:
    assert watch.tell([line("a", INDEX), line("b", INDEX)]) == Progress(f"a: {INDEX}; b: {INDEX}", 4 / 8)
    assert watch.tell([line("b", INDEX)]) == Progress(f"b: {INDEX}", 6 / 8)


def test_a_statement_that_the_server_cut_off_is_known_and_shown_short(watch: SchemaProgress) -> None:
    now = watch.tell([line("a", PARTS[3].sql.encode()[:1023].decode())])
    assert now == Progress("a: COMMENT ON TABLE t IS 'é" + "x" * 47 + "…", 3 / 8)


@pytest.mark.parametrize("query", ["", ";", "SET ROLE owner;", "ALTER ROLE x PASSWORD 'secret'", "lock_timeout = 0"])
def test_what_no_script_has_is_never_shown(watch: SchemaProgress, query: str) -> None:
    assert watch.tell([line("a", query)]) == Progress()


def test_nobody_at_work_tells_nothing(watch: SchemaProgress) -> None:
    assert watch.tell([]) == Progress()


def test_a_restore_tells_what_it_writes_and_how_much_of_all_is_there() -> None:
    restore = Transfer(HOST, {}, "copy", "pg_restore", 1000)
    copying = [line("copy", "COPY public.t (a) FROM stdin;"), line("copy", "COPY public.u (a) FROM stdin;")]
    assert restore.tell([*copying, "[250]"]) == Progress(
        "COPY public.t (a) FROM stdin; COPY public.u (a) FROM stdin", 0.25
    )
    assert restore.tell(["[1200]"]) == Progress("", 1.0)
    assert restore.tell([]) == Progress()


def test_a_dump_tells_what_it_reads_and_nobody_knows_how_much_that_is() -> None:
    waiting = line("a", "LOCK TABLE public.t IN ACCESS SHARE MODE", None, None, "psql (role x, server process 7)")
    expected = "LOCK TABLE public.t IN ACCESS SHARE MODE, waits for psql (role x, server process 7)"
    assert Transfer(HOST, {}, "a", "pg_dump").tell([waiting]) == Progress(expected, None)


@pytest.mark.parametrize("table", ["t", "\"Odd 'kind'\""])
def test_a_proof_tells_which_table_it_reads(table: str) -> None:
    proof = Answering(HOST, {}, {"a": ["s", table], "b": ["s", table]})
    script = questions("b", "owner", {table: "SELECT count(*) FROM t"}).splitlines()
    at = next(at for at, each in enumerate(script) if each.startswith("SELECT json_build_array(:'key'"))
    key, question = script[at - 1 : at + 1]
    # As psql sends it: the value of the variable as a literal.
    sent = question.replace(":'key'", key.removeprefix("\\set key ").replace("\\'", "''"))
    assert proof.tell([line("b", sent)]) == Progress(f"b: {table}", 3 / 4)
    assert proof.tell([line("b", "SELECT 1"), line("c", sent)]) == Progress()
