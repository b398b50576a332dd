"""Everything that differs between environments: typed, with its source, checked before anything else runs.

``model`` has the settings, ``checks`` what they may be, ``sources`` where they come from. Changes nothing.
"""

from ai_engine_db.settings.model import Environment, Settings
from ai_engine_db.settings.sources import read

__all__ = ["Environment", "Settings", "read"]
