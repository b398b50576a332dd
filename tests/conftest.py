"""For all tests: a busy machine is no failure, so no example of a property has a deadline."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
