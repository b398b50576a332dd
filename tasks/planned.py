"""Before the steps: no older checkout is deployed over a newer one, and a plan file only where it was made for.

Only reads.
"""

from pyinfra.api.deploy import deploy
from pyinfra.api.exceptions import DeployError
from pyinfra.context import host

from ai_engine_db.runtime import changes, host_settings, host_state, invocation


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
        plan_check.planned(name="The host is as it was planned for")


def _not_older() -> None:
    wanted, server = host_settings.of(host), host_state.of(host).server
    found = server.databases.get(wanted.db_name) if server else None
    if wanted.older or found is None or not (found.revision or found.lock_digest):
        return
    from ai_engine_db.runtime import revision  # not for those who deploy for the first time

    if problem := revision.newer(found.revision, found.lock_digest):
        words = f"{problem}\nA deploy would take that back: use a newer checkout, or --data older=true"
        if not invocation.dry():
            raise DeployError(f"{host.name}: {words}. Nothing was changed.")
        changes.note(host, "planned", "!", f"database {wanted.db_name}", words)


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    planned()
