"""What the check says of a run that failed: the reason, and not all that such a run says."""

from ai_engine_db.cli.check import arguments, said

RUN = """--> Loading config...
--> Loading inventory...
--> Connecting to hosts...
    [db2] Could not connect (Unable to connect to port 22 on db2)
    [db1] Connected

--> Preparing operation files...
    Loading: \x1b[1mdeploy.py\x1b[0m
    [db1] + index idx_stores_tenant
    [db1] ! table mine is not in sql/
    [db1] database ai_engine: 1 to create, 0 to change, 1 skipped
    [db1] database ai_engine_test: up to date
    [db1] plan of db1: /tmp/plan.json
    [db1] Ready: deploy.py
--> Disconnecting from hosts...
--> pyinfra error: DB_PORT: is 0
  it is a number from 1 to 65535
"""


def test_the_reason_is_left_of_a_run() -> None:
    assert said(RUN).splitlines() == [
        "    [db2] Could not connect (Unable to connect to port 22 on db2)",
        "--> pyinfra error: DB_PORT: is 0",
        "  it is a number from 1 to 65535",
    ]


def test_options_that_are_not_ours_are_pyinfras() -> None:
    wanted, options = arguments(["inventories/prod.py", "--markdown", "--limit", "db1", "--data", "sample=true"])
    assert (wanted.subject, wanted.markdown, wanted.json) == ("inventories/prod.py", True, False)
    assert options == ["--limit", "db1", "--data", "sample=true"]
