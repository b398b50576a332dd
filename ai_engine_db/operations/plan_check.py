"""A deploy kept to its plan file: refused where the host has changed since that was made. Only reads."""

from collections.abc import Generator

from pyinfra.api.command import PyinfraCommand
from pyinfra.api.operation import operation
from pyinfra.context import host

from ai_engine_db.execution.commands import Refuse
from ai_engine_db.plan_document import document
from ai_engine_db.runtime import host_state
from ai_engine_db.runtime.plan_file import chosen, made_for, refusal


@operation()
def planned() -> Generator[PyinfraCommand, None, None]:
    """Refuses when the host is no longer as it was when the plan of ``--data plan`` was made."""
    if host.state.is_executing:
        host_state.reread(host)
    lines = document.moved(chosen(host) or {}, made_for(host))
    if lines:
        yield Refuse(refusal(host, lines))
    else:
        host.noop("the host is unchanged since the plan was made")
