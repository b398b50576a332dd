"""An inventory refuses hosts that it does not have, whichever option names them."""

import gc
import signal
from collections.abc import Iterator

import click
import pytest
from pyinfra.api.exceptions import InventoryError

from tasks import guard

HOSTS = ["db-1.example.com", ("db-2.example.com", {"environment": "prod"})]


@pytest.fixture(autouse=True)
def process() -> Iterator[None]:
    """What the guard changes in the process is put back."""
    handler, threshold = signal.getsignal(signal.SIGINT), gc.get_threshold()
    yield
    signal.signal(signal.SIGINT, handler)
    gc.set_threshold(*threshold)


def asked(option: str, *patterns: str) -> None:
    """Reads an inventory as pyinfra does, with an option on its command line."""
    context = click.Context(click.Command("pyinfra"))
    context.params = {option: patterns}
    with context:
        guard.inventory(prod=HOSTS)


@pytest.mark.parametrize("pattern", ["db-1.example.com", "db-2.example.com", "db-*", "prod"])
@pytest.mark.parametrize("option", ["limit", "exclude"])
def test_a_host_a_pattern_or_a_group_of_the_inventory_is_let_through(option: str, pattern: str) -> None:
    asked(option, pattern)


@pytest.mark.parametrize("pattern", ["db-3.example.com", "db-1", "web-*", "staging"])
@pytest.mark.parametrize("option", ["limit", "exclude"])
def test_any_other_is_refused_and_told_what_there_is(option: str, pattern: str) -> None:
    with pytest.raises(InventoryError, match="no such host") as refused:
        asked(option, "db-1.example.com", pattern)
    assert pattern in str(refused.value)
    assert all(name in str(refused.value) for name in ("prod", "db-1.example.com", "db-2.example.com"))


def test_an_inventory_is_read_without_a_command_line_too() -> None:
    guard.inventory(prod=HOSTS)
