"""The Docker engine. Writes through apt and the service manager, only where no engine answers."""

from pathlib import Path

from pyinfra.api.host import Host

from ai_engine_db.execution.commands import Slow
from ai_engine_db.execution.difference import Difference
from ai_engine_db.facts import compatibility
from ai_engine_db.facts.machine import Machine
from ai_engine_db.runtime import host_settings, host_state
from ai_engine_db.runtime.changes import line
from ai_engine_db.runtime.host_run import Line
from ai_engine_db.settings import Environment

SCRIPT = Path(__file__).with_name("engine.sh")


def engine(target: Host) -> Difference:
    """Whether no engine answers; one is installed on Debian and Ubuntu alone.

    A host that is none to write to, or whose clock is wrong, is a problem of the first step.
    """
    if problem := host_state.unfit(target):
        return Difference(problem=problem)
    lines: list[Line] = []
    if problem := compatibility.clock(host_state.of(target).clock_ahead):
        if host_settings.of(target).environment is not Environment.DEV:
            return Difference(problem=problem)
        lines = [line("engine", "!", "clock", problem)]
    reason = host_state.of(target).docker.problem
    if not reason:
        return Difference(lines, nothing="the Docker engine is running")
    machine = target.get_fact(Machine)
    sign, detail = ("~", "start") if machine.daemon else ("+", "package docker.io")
    return Difference(
        [*lines, line("engine", sign, "engine", detail)],
        commands=[Slow("installing the Docker engine", "sh", "-s", _stdin=SCRIPT.read_text())],
        problem=machine.obstacle(reason),
        rereads=True,
    )
