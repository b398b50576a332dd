"""After the steps, which have noted all that they would do: ``--dry --data plan_out=FILE`` keeps it as a plan.

With ``--data plan=FILE``, it has to be what that plan says. Touches the file of ``plan_out`` alone.
"""

from pyinfra.api.deploy import deploy
from pyinfra.api.exceptions import DeployError
from pyinfra.context import host

from ai_engine_db.runtime import changes, host_settings


@deploy("Plan file")
def plan_file() -> None:
    """Compares with the plan that is to be applied, and writes the one that was asked for.

    Raises:
        DeployError: something else is to be done, or the file cannot be written.
    """
    wanted = host_settings.of(host)
    if not wanted.plan and not wanted.plan_out:
        return
    # Not for those who have no plan file: what is imported here takes time.
    from ai_engine_db.plan_document import document
    from ai_engine_db.runtime import plan_file as file

    now = file.host_plan(host, changes.of(host))
    before = file.chosen(host)
    if before is not None and (lines := document.differences(before, now)):
        raise DeployError(file.refusal(host, lines))
    if wanted.plan_out:
        file.write(host, now)


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    plan_file()
