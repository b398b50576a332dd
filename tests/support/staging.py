"""An inventory for tests: this machine, by the rules that hold outside dev."""

from ai_engine_db.runtime import invocation

staging = (["@local"], {"environment": "staging"})

invocation.inventory(staging=staging)
