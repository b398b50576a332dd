"""Everything that differs between environments: typed, with its source, checked before anything else runs.

``model`` has the settings, ``checks`` what they may be, ``sources`` where they come from. Changes nothing.
"""

from weakref import WeakKeyDictionary

from pyinfra.api.host import Host

from tasks.settings.model import Environment, Settings
from tasks.settings.sources import read

__all__ = ["Environment", "Settings", "of", "read"]

_settings: WeakKeyDictionary[Host, Settings] = WeakKeyDictionary()


def of(host: Host) -> Settings:
    """The settings of a pyinfra host, read once a run. Raises as :func:`read` does."""
    if host not in _settings:
        overrides = host.inventory.get_override_data()
        inventory = {**host.inventory.get_data(), **host.group_data, **host.host_data}
        _settings[host] = read(inventory, overrides)
    return _settings[host]
