"""The record of a deploy: its row is completed by a short session after the work, or after what made it fail.

A deploy that changed nothing leaves none. Writes ``deploy.deploys`` of the main database.
"""

from collections.abc import Generator
from typing import cast

from pyinfra.api.arguments import CONNECTOR_ARGUMENT_KEYS, ConnectorArguments
from pyinfra.api.command import PyinfraCommand
from pyinfra.api.exceptions import DeployError
from pyinfra.api.host import Host
from pyinfra.api.operation import operation
from pyinfra.api.state import BaseStateCallback
from pyinfra.api.state import State as PyinfraState
from pyinfra.context import host

from ai_engine_db.execution.runner import SqlScript, run
from ai_engine_db.execution.session import SqlPart
from ai_engine_db.runtime import changes, deploy_log, host_run, host_settings, host_state
from ai_engine_db.transport import psql


class Recorder(BaseStateCallback):
    """Hears of the operations of a run: when a host's first begins, and when one fails."""

    @staticmethod
    def operation_host_start(_state: PyinfraState, target: Host, _operation: str) -> None:
        deploy_log.began(target)

    @staticmethod
    def operation_host_error(
        state_: PyinfraState, target: Host, operation_: str, _retry: int = 0, _retries: int = 0
    ) -> None:
        if host_state.changed(target) and not host_run.of(target).row.completed:
            names = ", ".join(sorted(state_.get_op_meta(operation_).names))
            message = "\n".join([f"{names} failed", *map(without_statement, changes.of(target).errors)])
            data = state_.get_op_data_for_host(target, operation_).global_arguments
            arguments = {key: value for key, value in data.items() if key in CONNECTOR_ARGUMENT_KEYS}
            if problem := write(state_, target, cast(ConnectorArguments, arguments), "failed", message):
                target.log_styled(f"This failed deploy could not be recorded: {problem}", fg="yellow")


def listen(state_: PyinfraState) -> None:
    """Has a run recorded, once for all of its hosts."""
    if not any(isinstance(each, Recorder) for each in state_.callback_handlers):
        state_.add_callback_handler(Recorder())


def without_statement(error: str) -> str:
    """An error without the text of the statement that PostgreSQL shows with it, which may hold a verifier."""
    return "\n".join(line for line in error.splitlines() if not line.startswith(("LINE ", " ")))


def write(state_: PyinfraState, target: Host, arguments: ConnectorArguments, outcome: str, message: str = "") -> str:
    """Records the deploy; why it could not be is returned, and nothing where there is no record yet."""
    host_run.of(target).row.completed = True
    name = host_settings.of(target).db_name
    there = "SELECT to_regclass('deploy.deploys') IS NOT NULL AS there \\gset\n\\if :there"
    try:
        connect = psql.connect(name, host_state.owner(target, name))
        sql = f"{connect}\n{there}\n{deploy_log.closing(target, outcome, message)}\n\\endif"
        result = run(state_, target, arguments, lambda _: [SqlScript(name, [SqlPart(sql)])])
    except DeployError as error:
        return str(error)
    return "\n".join(result.errors.values())


class Record(PyinfraCommand):
    """Records a deploy that went well."""

    def __repr__(self) -> str:
        return "Record"

    def execute(self, state_: PyinfraState, target: Host, connector_arguments: ConnectorArguments) -> bool:
        problem = write(state_, target, connector_arguments, "ok")
        if problem:
            target.log_styled(f"The deploy is complete, but could not be recorded: {problem}", fg="red")
        return not problem


@operation()
def record() -> Generator[PyinfraCommand, None, None]:
    """Puts a deploy that changed something on record."""
    if host_state.changed(host):
        yield Record()
    else:
        host.noop("nothing was changed")
