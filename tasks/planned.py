"""Before the steps: with ``--data plan=FILE``, the host has to be as it was when that plan was made. Only reads."""

from pyinfra.api.deploy import deploy
from pyinfra.context import host

from tasks import settings


@deploy("Planned")
def planned() -> None:
    """Refuses a plan that is no longer for this host, as the first operation of all.

    Raises:
        DeployError: the file cannot be used here.
    """
    if settings.of(host).plan:
        # Not for those who have no plan file: what is imported here takes time.
        from tasks.operations import plan_file as operations

        operations.chosen(host)
        operations.planned(name="The host is as it was planned for")


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    planned()
