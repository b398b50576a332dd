"""What an interrupt has cut short does not go on while it cleans up."""

import gevent
import pytest
from pyinfra.api.config import Config
from pyinfra.api.inventory import Inventory
from pyinfra.api.state import State

from ai_engine_db.runtime import interrupts, silence


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The commands that have begun, while a run and the cleanup after its interrupt both begin one."""
    state = State(Inventory((["@local"], {})), Config())
    host = state.inventory.get_host("@local")
    host.init(state)
    begun: list[str] = []

    def begin(who: str) -> None:
        with silence.noticed(host, "no-container"):
            begun.append(who)

    monkeypatch.setattr(interrupts, "_interrupt", interrupts._Interrupt())
    cleanup = gevent.Greenlet(begin, "cleanup")
    run = gevent.Greenlet(begin, "run")
    interrupts._interrupt.leaving = cleanup
    run.start()
    cleanup.start()
    gevent.sleep(0.2)
    run.kill()
    return begun


def test_after_an_interrupt_only_its_cleanup_begins_a_command(begun: list[str]) -> None:
    assert begun == ["cleanup"]
