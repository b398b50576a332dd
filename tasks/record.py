"""The last step: a deploy that changed something, and one that failed, is a row of ``deploy.deploys``. Touches that."""

from pyinfra.api.deploy import deploy
from pyinfra.context import host

from ai_engine_db.runtime import changes


@deploy("Record")
def record() -> None:
    """Records the deploy when all is done, or when a step of it fails."""
    if changes.of(host).pending:
        from ai_engine_db.operations import deploy_log as operations  # not for those who have nothing to do

        operations.listen(host.state)
        operations.record(name="Record")


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    record()
