"""The settings of a host, with what only the host can tell: its memory, and its address. Kept for a run."""

import ipaddress
from collections.abc import Iterator
from contextlib import contextmanager

from pyinfra.api.exceptions import DeployError
from pyinfra.api.host import Host

from ai_engine_db.facts.machine import Machine
from ai_engine_db.runtime import host_run, invocation
from ai_engine_db.settings import sizing
from ai_engine_db.settings.model import Settings
from ai_engine_db.settings.sources import read

# What clients find by that name, and other addresses of loopback they do not.
LOCALHOST = ("127.0.0.1", "::1")


def of(host: Host) -> Settings:
    """The settings of a pyinfra host, read once a run; a share of its memory becomes a size.

    Raises:
        DeployError: as :func:`read` does, or the memory cannot be read.
    """
    run = host_run.of(host)
    if run.settings is None:
        overrides = host.inventory.get_override_data()
        inventory = {**host.inventory.get_data(), **host.group_data, **host.host_data}
        read_settings = read(inventory, overrides, invocation.inventory_file())
        found = reached(read_settings, "localhost" if host.name.startswith("@") else host.name)
        run.settings = sized(found, _memory(host)) if sizing.is_share(found.db_memory) else found
    return run.settings


def reached(found: Settings, name: str) -> Settings:
    """Settings with DB_HOST: the address that the port is bound to, or the host's name where it is bound to all."""
    if found.db_host:
        return found
    address = ipaddress.ip_address(found.db_bind_address)
    told = "localhost" if str(address) in LOCALHOST else name if address.is_unspecified else found.db_bind_address
    return found.model_copy(update={"db_host": told})


def sized(found: Settings, memory: int) -> Settings:
    """Settings with a size in the place of a share of the host's memory, in bytes.

    Raises:
        DeployError: what the settings say does not fit into it.
    """
    made = found.model_copy(update={"db_memory": sizing.share(found.db_memory, memory)})
    if problems := made.oversized:
        shown = f"DB_MEMORY {found.db_memory} of the host's {sizing.written(memory // 2**20 * 2**20)}"
        raise DeployError(f"Settings refused, nothing was changed:\n  {shown}: {'; '.join(problems)}")
    return made


def _memory(host: Host) -> int:
    memory: int = host.get_fact(Machine).memory
    if not memory:
        raise DeployError(
            f"{host.name}: DB_MEMORY is a share, and the host's memory cannot be read: set a size such as 2g"
        )
    return memory * sizing.KILOBYTE


@contextmanager
def instead(host: Host, **changes: object) -> Iterator[None]:
    """Other settings of a host for a while: a rehearsal works on copies of the databases."""
    kept, run = of(host), host_run.of(host)
    run.settings = kept.model_copy(update=changes)
    try:
        yield
    finally:
        run.settings = kept
