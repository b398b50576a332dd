"""What pyinfra's command line lets pass and we do not."""

import gc
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from pyinfra.api.exceptions import InventoryError

from ai_engine_db.runtime import invocation
from ai_engine_db.settings import sources
from ai_engine_db.signals import SIGNALS
from tests.support.waiting import LIMIT


@pytest.fixture(autouse=True)
def process() -> Iterator[None]:
    """The signal handlers and the thresholds of the test run, put back afterwards."""
    handlers, threshold = {number: signal.getsignal(number) for number in SIGNALS}, gc.get_threshold()
    yield
    for number, handler in handlers.items():
        signal.signal(number, handler)
    gc.set_threshold(*threshold)


def check(limit: tuple[str, ...] = (), exclude: tuple[str, ...] = ()) -> None:
    context = click.Context(click.Command("pyinfra"))
    context.params = {"limit": limit, "exclude": exclude}
    with context:
        invocation.inventory(db=(["one.example", ("two.example", {"ssh_port": 22})], {}), all=(["one.example"], {}))


@pytest.mark.parametrize("pattern", ["one.example", "two.example", "*.example", "db"])
def test_a_host_a_pattern_and_a_group_of_the_inventory_pass(pattern: str) -> None:
    check(limit=(pattern,))
    check(exclude=(pattern,))


@pytest.mark.parametrize("option", ["limit", "exclude"])
def test_a_name_that_no_host_has_is_refused_with_the_names_that_there_are(option: str) -> None:
    with pytest.raises(InventoryError, match=r"onee\.example: no such host.*db, all, one\.example, two\.example"):
        check(**{option: ("one.example", "onee.example")})


def unreachable(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """pyinfra on a host that cannot be reached, in a process of its own: its command line patches the one it is in."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("DB_")}
    environment |= {"AI_ENGINE_STAGING_HOSTS": "db1.invalid", "DB_PASSWORD": "Correct-Horse-7", **variables}
    return subprocess.run(
        [str(Path(sys.executable).with_name("pyinfra")), "inventories/staging.py", *arguments, "-y"],
        cwd=sources.ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_bad_settings_are_refused_before_pyinfra_connects() -> None:
    done = unreachable("tasks/roles.py", DB_PORT="abc")
    assert done.returncode == 1
    assert "set in the environment variable DB_PORT" in done.stderr
    assert "Connecting" not in done.stderr
    assert "db1.invalid" not in done.stderr


def test_what_only_an_import_takes_is_no_bad_setting_of_an_import_and_one_of_a_deploy() -> None:
    """Of a host that cannot be reached: what is not refused goes on to connect."""
    ours = ["--data", "conflict=keep", "--data", "tables=users"]
    assert "Connecting" in unreachable("tasks/import_legacy.py", *ours).stderr
    refused = unreachable("deploy.py", *ours)
    assert "conflict in --data is not a setting" in refused.stderr
    misspelt = unreachable("tasks/import_legacy.py", "--data", "db_prt=1")
    assert "db_prt in --data is not a setting" in misspelt.stderr
    assert "Connecting" not in refused.stderr + misspelt.stderr


def test_without_a_command_line_nothing_is_refused() -> None:
    invocation.inventory(db=(["one.example"], {"environment": "dev"}))


ENDED = (signal.SIGINT, 130, "Interrupted."), (signal.SIGTERM, 143, "SIGTERM"), (signal.SIGHUP, 129, "SIGHUP")


def told(number: signal.Signals, program: str) -> "subprocess.CompletedProcess[str]":
    """What a program says that a signal reaches once it has said `ready`."""
    beginning = "import os, signal, time; from ai_engine_db.runtime import interrupts, invocation"
    program = f"{beginning}; invocation.inventory(db=([], {{}})); {program}"
    process = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.send_signal(number)
    output, errors = process.communicate(timeout=LIMIT)
    return subprocess.CompletedProcess(program, process.returncode, output, errors)


@pytest.mark.parametrize(("number", "code", "word"), ENDED)
def test_an_interrupt_ends_at_once_with_its_code_and_a_word_of_what_to_do(
    number: signal.Signals, code: int, word: str
) -> None:
    done = told(number, "print('ready', flush=True); time.sleep(60); print('went on')")
    assert done.returncode == code
    assert done.stdout == ""
    assert word in done.stderr
    assert "Run the same command again to continue" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("number", "code", "word"), ENDED)
def test_an_interrupt_ends_the_programs_that_were_started(number: signal.Signals, code: int, word: str) -> None:
    program = (
        "from gevent.subprocess import Popen; child = Popen(['sh', '-c', 'echo ready; sleep 60; :']); child.wait()"
    )
    done = told(number, program)
    # The end of its output is the end of all that could write there.
    assert done.returncode == code
    assert word in done.stderr


def test_a_signal_that_is_not_to_reach_us_does_not() -> None:
    ignoring = (
        f"signal.signal(signal.SIGHUP, signal.SIG_IGN); os.execv(sys.executable, [sys.executable, '-c', {NOHUP!r}])"
    )
    done = subprocess.run(
        [sys.executable, "-c", f"import os, signal, sys; {ignoring}"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "went on\n")


NOHUP = (
    "import os, signal; from ai_engine_db.runtime import interrupts, invocation; invocation.inventory(db=([], {}));"
    " os.kill(os.getpid(), signal.SIGHUP); print('went on')"
)


CLEANING = (
    "import gevent;"
    " interrupts._interrupt.endings.append(lambda: (print('ready', flush=True), gevent.sleep({seconds})));"
    " interrupts.CLEANING_SECONDS = {limit}; os.kill(os.getpid(), signal.SIGTERM); gevent.sleep(60)"
)


def test_a_second_ctrl_c_leaves_at_once() -> None:
    done = told(signal.SIGINT, CLEANING.format(seconds=60, limit=60))
    assert done.returncode == 130
    assert "cleaning up" in done.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_second_signal_of_another_kind_lets_the_cleaning_end(number: signal.Signals) -> None:
    # What tells us twice, as `timeout` does, means the same.
    done = told(number, CLEANING.format(seconds=1, limit=60))
    assert done.returncode == 143
    assert done.stderr.count("cleaning up") == 1
    assert "Cleanup did not finish" not in done.stderr


def test_cleaning_up_takes_no_longer_than_its_limit() -> None:
    done = told(signal.SIGTERM, CLEANING.format(seconds=3600, limit=0.5))
    assert done.returncode == 143
    assert "Cleanup did not finish within 0.5 s" in done.stderr


def test_hosts_are_those_of_the_variable_or_else_the_committed_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    committed: list[invocation.InventoryHost] = ["db1", ("db2", {"db_port": 1})]
    monkeypatch.delenv("HOSTS_OF_A_TEST", raising=False)
    assert invocation.hosts("HOSTS_OF_A_TEST", *committed) == committed
    monkeypatch.setenv("HOSTS_OF_A_TEST", " db2, db3\n db4 ")
    assert invocation.hosts("HOSTS_OF_A_TEST", *committed) == [("db2", {"db_port": 1}), "db3", "db4"]


def test_an_inventory_without_hosts_says_where_they_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOSTS_OF_A_TEST", " , ")
    with pytest.raises(InventoryError, match="list them in the inventory, or in HOSTS_OF_A_TEST"):
        invocation.hosts("HOSTS_OF_A_TEST")
