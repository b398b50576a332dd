"""Provisions WeedGo's PostgreSQL and PostGIS database; the steps of a deploy, which pyinfra runs, are in ``tasks/``."""

__version__ = "0.2.0"
