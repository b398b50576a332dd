"""Before the steps: no older checkout is deployed over a newer one, and a plan file only where it was made for.

Only reads.
"""

from pyinfra.api.deploy import deploy
from pyinfra.api.exceptions import DeployError
from pyinfra.context import host

from ai_engine_db.runtime import changes, host_settings, invocation, last_deploy


@deploy("Planned")
def planned() -> None:
    """Refuses a plan that is no longer for this host, as the first operation of all.

    Raises:
        DeployError: the file cannot be used here, or what was deployed last is newer than this checkout.
    """
    _not_older()
    if host_settings.of(host).plan:
        # Not for those who have no plan file: what is imported here takes time.
        from ai_engine_db.operations import plan_check
        from ai_engine_db.runtime import plan_file

        plan_file.chosen(host)
        plan_check.planned(name="The host is as planned")


def _not_older() -> None:
    if problem := last_deploy.older(host):
        if not invocation.dry():
            raise DeployError(f"{host.name}: {problem}. Nothing was changed.")
        changes.note(host, "planned", "!", f"database {host_settings.of(host).db_name}", problem)


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    planned()
