"""What pyinfra's command line lets pass and we do not."""

import gc
import signal
import subprocess
import sys
from collections.abc import Iterator

import click
import pytest
from pyinfra.api.exceptions import InventoryError

from tasks import guard


@pytest.fixture(autouse=True)
def process() -> Iterator[None]:
    """The signal handler and the thresholds of the test run, put back afterwards."""
    handler, threshold = signal.getsignal(signal.SIGINT), gc.get_threshold()
    yield
    signal.signal(signal.SIGINT, handler)
    gc.set_threshold(*threshold)


def check(limit: tuple[str, ...] = (), exclude: tuple[str, ...] = ()) -> None:
    context = click.Context(click.Command("pyinfra"))
    context.params = {"limit": limit, "exclude": exclude}
    with context:
        guard.inventory(db=(["one.example", ("two.example", {"ssh_port": 22})], {}), all=(["one.example"], {}))


@pytest.mark.parametrize("pattern", ["one.example", "two.example", "*.example", "db"])
def test_a_host_a_pattern_and_a_group_of_the_inventory_pass(pattern: str) -> None:
    check(limit=(pattern,))
    check(exclude=(pattern,))


@pytest.mark.parametrize("option", ["limit", "exclude"])
def test_a_name_that_no_host_has_is_refused_with_the_names_that_there_are(option: str) -> None:
    with pytest.raises(InventoryError, match=r"onee\.example: no such host.*db, all, one\.example, two\.example"):
        check(**{option: ("one.example", "onee.example")})


def test_without_a_command_line_nothing_is_refused() -> None:
    guard.inventory(db=(["one.example"], {"environment": "dev"}))


def test_an_interrupt_ends_at_once_with_130_and_a_word_of_what_to_do() -> None:
    program = (
        "import os, signal; from tasks import guard; guard.inventory(db=([], {})); print('said', flush=False);"
        " os.kill(os.getpid(), signal.SIGINT); print('went on')"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 130
    assert done.stdout == "said\n"
    assert "run the same command again to go on" in done.stderr
    assert "Traceback" not in done.stderr


def test_hosts_are_those_of_the_variable_or_else_the_committed_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    committed: list[guard.Host] = ["db1", ("db2", {"db_port": 1})]
    monkeypatch.delenv("HOSTS_OF_A_TEST", raising=False)
    assert guard.hosts("HOSTS_OF_A_TEST", *committed) == committed
    monkeypatch.setenv("HOSTS_OF_A_TEST", " db2, db3\n db4 ")
    assert guard.hosts("HOSTS_OF_A_TEST", *committed) == [("db2", {"db_port": 1}), "db3", "db4"]


def test_an_inventory_without_hosts_says_where_they_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOSTS_OF_A_TEST", " , ")
    with pytest.raises(InventoryError, match="list them in the inventory, or in HOSTS_OF_A_TEST"):
        guard.hosts("HOSTS_OF_A_TEST")
