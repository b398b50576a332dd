"""Brings the rows of a legacy database over: LEGACY_HOST and the like say from where. Touches rows of DB_NAME alone.

``--data verify_only=true`` compares, and writes nothing; ``tables``, ``exclude`` and ``where`` choose.
"""

from pyinfra.api.deploy import deploy
from pyinfra.api.exceptions import DeployError
from pyinfra.context import host

from ai_engine_db import settings
from ai_engine_db.data_import import settings as legacies
from ai_engine_db.facts.room import FreeBytes
from ai_engine_db.operations import data_import as operations
from ai_engine_db.runtime import host_settings


@deploy("Legacy import")
def import_legacy() -> None:
    """Checks both ends and shows what there is to do; then copies, and proves that both ends hold the same.

    Raises:
        DeployError: something is wrong, all of it named; or a comparison found a difference.
    """
    ours, others = legacies.split(host.inventory.get_override_data())
    inventory = {**host.inventory.get_data(), **host.group_data, **host.host_data}
    name = "localhost" if host.name.startswith("@") else host.name
    wanted = host_settings.reached(settings.read(inventory, others), name)
    legacy, options = legacies.read(inventory, ours)
    free = host.get_fact(FreeBytes, container=wanted.db_container)
    worker = operations.Worker(operations.ends(wanted, legacy, options, free))
    planned = worker.plan(host)
    if worker.problems:
        lines = "\n  ".join(worker.problems)
        raise DeployError(f"{host.name}: {lines}\nNothing was changed.")
    if planned and options.dry:
        worker.end()
    elif planned:
        operations.import_rows(name=f"Legacy rows into {wanted.db_name}", worker=worker)


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    import_legacy()
