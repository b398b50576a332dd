"""An inventory for tests: this machine, by the rules that hold outside dev."""

from tasks import guard

staging = (["@local"], {"environment": "staging"})

guard.inventory(staging=staging)
