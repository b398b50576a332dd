"""The plan file and what is made of it: pure functions on plans of our own making."""

import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_engine_db.plan_document import document
from ai_engine_db.plan_document.figures import by_step
from ai_engine_db.plan_document.markdown import LIMIT, code, markdown
from ai_engine_db.plan_document.outcome import Outcome, groups, lines, outcome, summary
from ai_engine_db.plan_document.text import text
from ai_engine_db.schema.plan import Change, Statement
from ai_engine_db.schema.statements import Hazard

DATABASES = ("ai_engine", "ai_engine_test")
MADE_FOR = {"sql": "1", "container": "2", "server": "3", "databases": {"ai_engine": "4", "ai_engine_test": "5"}}
INDEX = Change("+", "index i", "core")
MINE = Change("!", "table mine", "", "is not in sql/")
STATEMENT = Statement("CREATE INDEX i ON t (a)", "index i", "core", "SHARE", (Hazard("INDEX_BUILD", "writes wait"),))


def part(
    changes: Sequence[tuple[str, Change]] = (),
    statements: Sequence[tuple[str, Statement]] = (),
    made_for: dict[str, Any] = MADE_FOR,
    environment: str = "dev",
) -> document.HostPlan:
    place = {"environment": environment, "container": "c", "databases": [*DATABASES]}
    return document.host_plan(place, made_for, changes, statements)


def plan(*changes: Change, statements: Sequence[Statement] = (), databases: Sequence[str] = DATABASES) -> Any:
    both = part(
        [(each, change) for each in databases for change in changes], [(d, s) for d in databases for s in statements]
    )
    return document.document({"db1": both}, "2026-01-01T00:00:00Z", "abc")


def test_a_plan_survives_its_file() -> None:
    made = plan(INDEX, statements=[STATEMENT])
    assert document.parse(document.text(made)) == made
    assert document.of_host(document.parse(document.text(made)), "db1") == made["hosts"]["db1"]


@pytest.mark.parametrize("key", ["sql", "object", "sign", "revision", "environment", "version"])
def test_a_plan_that_was_altered_is_refused(key: str) -> None:
    content = document.text(plan(INDEX, statements=[STATEMENT]))
    altered = content.replace(f'"{key}": ', f'"{key}": "x", "was_{key}": ', 1)
    assert altered != content
    with pytest.raises(document.PlanFileError, match=r"altered|version x"):
        document.parse(altered)


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '"text"', '{"format": "another"}', "null"])
def test_what_is_no_plan_is_refused(content: str) -> None:
    with pytest.raises(document.PlanFileError, match=r"is not (JSON|a plan file)"):
        document.parse(content)


def test_a_version_that_is_not_known_is_refused_and_named() -> None:
    content = document.text({**plan(), "version": 1})
    with pytest.raises(document.PlanFileError, match="version 1 of the format, not 2"):
        document.parse(content)


def test_a_plan_for_another_host_is_refused() -> None:
    with pytest.raises(document.PlanFileError, match="is for db1, not for db2"):
        document.of_host(plan(), "db2")


def test_a_plan_that_could_not_tell_everything_is_not_one_to_apply() -> None:
    made = plan(Change("?", "database a", "schema", "the container is stopped"))
    with pytest.raises(document.PlanFileError, match="the container is stopped"):
        document.of_host(made, "db1")


def test_what_is_to_be_done_is_compared_line_by_line() -> None:
    then = part([("ai_engine", INDEX)])
    assert document.differences(then, part([("ai_engine", INDEX)])) == []
    now = part([("ai_engine", MINE)])
    assert document.differences(then, now) == [
        "not in the plan: ! table mine in ai_engine is not in sql/",
        "in the plan, but no longer needed: + index i in ai_engine",
    ]


def test_the_same_lines_by_other_statements_are_another_plan() -> None:
    then, now = (part([("a", INDEX)], [("a", Statement(sql, "index i", "core"))]) for sql in ("one", "two"))
    assert document.differences(then, now) == ["it would run other statements than the plan has"]


def test_what_has_changed_since_is_named() -> None:
    moved = {"sql": "x", "container": "2", "server": "x", "databases": {"ai_engine": "x"}}
    assert document.differences(part(), part(made_for=moved)) == [
        "sql/ has changed since",
        "the roles or the databases of the server have changed since",
        "database ai_engine has changed since",
        "database ai_engine_test has changed since",
    ]


def test_another_environment_is_named_first() -> None:
    assert document.differences(part(environment="staging"), part()) == ["it is for environment staging, this is dev"]


def test_a_message_names_five_lines_and_counts_the_rest() -> None:
    now = part([("a", Change("+", f"index i{number}", "core")) for number in range(9)])
    told = document.differences(part(), now)
    assert len(told) == 6
    assert told[-1] == "not in the plan: 4 more"


@pytest.mark.parametrize(
    ("changes", "code", "words"),
    [
        ([], Outcome.UP_TO_DATE, "up to date"),
        ([INDEX], Outcome.PENDING, "changes pending"),
        ([Change("~", "view v", "views")], Outcome.PENDING, "changes pending"),
        ([MINE], Outcome.MANUAL, "manual action required"),
        ([INDEX, MINE], Outcome.MANUAL, "changes pending, and manual action required"),
        ([Change("?", "database a", "schema", "no answer")], Outcome.ERROR, "error"),
        ([Change("~", "container c", "container", "start"), Change("?", "database a", "schema", "it is stopped")],
         Outcome.PENDING, "changes pending"),
    ],
)  # fmt: skip
def test_the_exit_code_says_what_was_found(changes: list[Change], code: Outcome, words: str) -> None:
    made = plan(*changes)
    assert (outcome(made), summary(made)) == (code, words)


def test_databases_that_want_the_same_are_told_once() -> None:
    assert [group.title for group in groups(plan(INDEX))] == ["ai_engine and ai_engine_test"]
    assert [group.title for group in groups(plan(INDEX, databases=["ai_engine"]))] == ["ai_engine", "ai_engine_test"]


def test_comments_are_counted_and_not_listed() -> None:
    comments = [Change("~", f"column t.c{number}", "core", "comment") for number in range(3)]
    (group,) = groups(plan(INDEX, *comments))
    assert lines(group) == ["+ index i", "~ 3 comments in core"]


def test_the_text_has_a_line_an_object_and_the_hazards() -> None:
    told = text(plan(INDEX, statements=[STATEMENT], databases=["ai_engine"]))
    assert told.splitlines() == [
        "db1 (dev)",
        "  ai_engine: 1 to create",
        "    + index i",
        "    ! INDEX_BUILD: index i: writes wait",
        "  ai_engine_test: up to date",
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (MINE, "add it to sql/ and run `make lock`, or remove it from the database yourself"),
        (Change("!", "container c", "container", "memory (kept; --data recreate=true recreates it)"),
         "deploy with --data recreate=true"),
        (Change("!", "parameter p", "parameters", "1 → 2, but the server's command line overrides it"), "command line"),
        (Change("!", "column t.a", "core", "type text → integer", falls_short=True), "write a transition"),
    ],
)  # fmt: skip
def test_what_a_deploy_skips_comes_with_the_action_to_take(change: Change, words: str) -> None:
    action = [each for each in text(plan(change)).splitlines() if each.startswith("    action: ")]
    assert len(action) == 1
    assert action[0].startswith(f"    action: {change.object}: ")
    assert words in action[0]
    assert words in markdown(plan(change), "prod", "the command")


def test_objects_with_the_same_action_share_a_line() -> None:
    told = text(plan(*(Change("!", f"table t{number}", "", "is not in sql/") for number in range(7))))
    assert told.count("action: ") == 1
    assert "action: table t0, table t1, table t2, table t3, table t4 and 2 more: add it to sql/" in told


def test_a_whole_database_is_told_in_figures_by_step() -> None:
    objects = [("table a", "auth"), ("index i", "auth"), ("index j", "auth"), ("view v", "views")]
    assert by_step(Change("+", item, step) for item, step in objects) == [
        "+ auth: 1 table, 2 indexes",
        "+ views: 1 view",
    ]


def test_the_comment_folds_the_changes_and_the_sql() -> None:
    told = markdown(plan(INDEX, MINE, statements=[STATEMENT]), "prod", "the command")
    assert "### Database check of `prod`: changes pending, and manual action required" in told
    assert "| `db1` | `ai_engine and ai_engine_test` | 1 | 0 | 0 | 1 | 1 |" in told
    assert "```diff\n+ index i\n! table mine is not in sql/\n```" in told
    assert "```sql\nCREATE INDEX i ON t (a);\n```" in told
    assert (
        "- `INDEX_BUILD`: `index i` in `ai_engine and ai_engine_test` on `db1`: writes wait"
        in told.split("<details>")[0]
    )
    assert told.count("<details>") == told.count("</details>") == 2


def test_an_error_is_a_comment_too() -> None:
    told = markdown(None, "prod", "the command", "it is ```down```")
    assert "`prod`: error" in told
    assert "````text\nit is ```down```\n````" in told


@given(st.text(max_size=50))
def test_no_name_breaks_out_of_its_code(name: str) -> None:
    ticks = code(name)
    inner = ticks.strip("`")
    around = len(ticks) - len(ticks.lstrip("`"))
    assert "\n" not in ticks
    assert "`" * around not in inner


@given(
    st.lists(st.text(min_size=1, max_size=400), max_size=30),
    st.integers(1, 400),
    st.sampled_from(["+", "~", "!"]),
)
def test_a_comment_is_never_too_long_and_closes_what_it_opens(names: list[str], times: int, sign: str) -> None:
    changes = [Change(sign, name, "core") for name in names for _ in range(times // (len(names) or 1) + 1)]
    statements = [Statement(f"CREATE {name}", name, "core", hazards=(Hazard("REWRITE", name),)) for name in names]
    told = markdown(plan(*changes, statements=statements), "prod", "the command")
    assert len(told) <= LIMIT
    opened = [line for line in told.splitlines() if line.startswith("<details>")]
    assert len(opened) == sum(line == "</details>" for line in told.splitlines())


def test_what_does_not_fit_is_said_with_the_command_that_prints_it() -> None:
    statements = [Statement(f"CREATE {'x' * 1000}", f"table {number}", "core") for number in range(100)]
    told = markdown(plan(INDEX, statements=statements), "prod", "the command")
    assert LIMIT * 0.9 < len(told) <= LIMIT
    assert "Not all of it fits in a comment: `the command` prints it." in told
    assert "+ index i" in told


def test_the_digest_of_the_work_is_that_of_the_work_alone() -> None:
    then, now = part([("a", INDEX)]), part([("a", INDEX)], made_for={**MADE_FOR, "sql": "x"})
    assert then["digest"] == now["digest"] != part()["digest"]
    assert json.loads(json.dumps(then)) == then


def test_a_database_without_a_line_is_not_up_to_date_where_something_cannot_be_told() -> None:
    unknown = Change("?", "backup", "backup", "the container is stopped, so it is not known yet whether one is needed")
    made = document.document({"db1": part([("", unknown)])}, "2026-01-01T00:00:00Z", "abc")
    assert [each.figures for each in groups(made)] == ["1 not known yet", "not known yet"]
    assert "up to date" not in text(made)
    assert "up to date" not in markdown(made, "dev", "check")
