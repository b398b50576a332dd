"""Where a host differs from what a step wants: found once, shown to people, and removed by the step's operation.

A plan and its application are two readings of a host, so a difference is found twice at most: once for the plan, and
once more, from a new reading, right before it is removed.
"""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass

from pyinfra.api.command import PyinfraCommand
from pyinfra.api.exceptions import DeployError
from pyinfra.api.host import Host
from pyinfra.api.operation import operation
from pyinfra.context import host

from ai_engine_db.execution.commands import Psql, Refuse
from ai_engine_db.execution.runner import SqlScript
from ai_engine_db.runtime import changes, host_state, invocation
from ai_engine_db.runtime.host_run import Line


@dataclass(frozen=True, slots=True)
class Difference:
    """What a step found.

    Attributes:
        lines: what people are shown, in their order.
        scripts: the SQL that removes the difference, run first.
        commands: what else does.
        problem: why it must not be removed; then nothing is changed.
        dry_goes_on: whether a dry run shows the problem, and goes on to the next step.
        rereads: whether the next step has to read the host anew, once it is removed.
        nothing: what to say when there is no difference.
    """

    lines: Sequence[Line] = ()
    scripts: Sequence[SqlScript] = ()
    commands: Sequence[PyinfraCommand] = ()
    problem: str = ""
    dry_goes_on: bool = False
    rereads: bool = False
    nothing: str = "up to date"

    @property
    def removable(self) -> bool:
        """Whether there is something to remove, and a way to do it."""
        return bool(self.problem or self.scripts or self.commands)


Find = Callable[[Host], Difference]


def remove(name: str, find: Find, *, server: bool = True) -> None:
    """Shows where the host differs, and makes the operation that removes the difference.

    Args:
        name: of the operation.
        find: finds the difference.
        server: whether that takes a server that can be read. While there is none to read, nothing is shown.

    Raises:
        DeployError: the difference must not be removed.
    """
    found, known = Difference(), not (server and host_state.of(host).unknown)
    if known:
        found = find(host)
        _show(found)
    # With nothing to do, operations are most of what pyinfra does. What earlier steps change may give this one work.
    if known and not found.removable and not changes.of(host).pending:
        return
    _remove(name=name, find=find, planned=found, server=server)


def _show(found: Difference) -> None:
    if found.problem:
        if not (found.dry_goes_on and invocation.dry()):
            raise DeployError(f"{host.name}: {found.problem}. Nothing was changed.")
        host.log_styled(f"! {found.problem}", fg="red")
    changes.show(host, found.lines)


@operation()
def _remove(find: Find, planned: Difference, server: bool) -> Generator[PyinfraCommand, None, None]:
    if server and (unknown := host_state.of(host).unknown):
        yield Refuse(unknown)
    else:
        yield from removing(host, find, None if host.state.is_executing else planned)


def removing(target: Host, find: Find, found: Difference | None = None) -> Generator[PyinfraCommand, None, None]:
    """The commands that remove a difference.

    Args:
        target: the host.
        find: finds it, again when somebody changed the host meanwhile.
        found: the difference, where it is known.
    """
    found = found or find(target)
    if found.problem:
        yield Refuse(found.problem)
    elif found.scripts or found.commands:
        if found.scripts:
            yield Psql(lambda target: find(target).scripts, found.scripts)
        yield from found.commands
        if found.rereads:
            host_state.note_change(target)
    else:
        target.noop(found.nothing)
