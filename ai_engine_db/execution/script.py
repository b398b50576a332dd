"""Runs a shell script of ours on the target, and gives what it printed. Logs why one failed."""

import copy
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from pyinfra.api.arguments import ConnectorArguments
from pyinfra.api.command import PyinfraCommand, StringCommand
from pyinfra.api.host import Host
from pyinfra.api.state import State as PyinfraState

from ai_engine_db.runtime import host_settings, host_state, progress, silence
from ai_engine_db.transport import connection, shell


def run(
    state: PyinfraState,
    host: Host,
    arguments: ConnectorArguments,
    file: Path,
    words: Sequence[str],
    shell_command: Sequence[str] = ("sh",),
    **inputs: str,
) -> list[str] | None:
    """Runs a script; None when it failed, which it has then said in the log.

    Args:
        state: of the run.
        host: where.
        arguments: pyinfra's own.
        file: that it is in.
        words: its arguments, quoted for the target's shell.
        shell_command: what runs it; also quoted.
        inputs: what the functions that it wants print.
    """
    arguments = copy.copy(arguments)
    arguments["_stdin"] = shell.script(file, **inputs)
    command = StringCommand(*shell_command, "-s", "--", *words)
    said: Sequence[str] = ()
    with suppress(*connection.ERRORS), silence.noticed(host, host_settings.of(host).db_container):
        ok, output = host.run_shell_command(command, print_output=False, print_input=state.print_input, **arguments)
        if ok:
            return list(output.stdout_lines)
        said = output.stderr_lines
    for line in said or [host_state.lost(host) or f"{file.name} exited without output: was the container stopped?"]:
        host.log_styled(line, fg="red")
    return None


class ShellScript(PyinfraCommand):
    """Runs a shell script of ours, and logs what it printed.

    Args:
        file: that it is in.
        words: its arguments, quoted for the target's shell.
        what: it is at, in words; it may take minutes.
        inputs: what the functions that it wants print.
    """

    def __init__(self, file: Path, words: list[str], what: str, **inputs: str) -> None:
        super().__init__()
        self.file = file
        self.words = words
        self.what = what
        self.inputs = inputs

    def __repr__(self) -> str:
        return f"Script({self.file.name})"

    def execute(self, state: PyinfraState, host: Host, connector_arguments: ConnectorArguments) -> bool:
        with progress.shown(host, self.what):
            lines = run(state, host, connector_arguments, self.file, self.words, **self.inputs)
        for line in lines or ():
            host.log_styled(f"    {line}", fg="yellow")
        return lines is not None
