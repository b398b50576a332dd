"""Staging: the rules of production on a host that others use too, with half its memory and backups for two weeks.

Hosts stand in the list, or in AI_ENGINE_STAGING_HOSTS="db1.example.com db2.example.com". What prod.py says of a host's
data holds here as well.
"""

from ai_engine_db.runtime import invocation

staging = (
    invocation.hosts(
        "AI_ENGINE_STAGING_HOSTS",
        # "db1.example.com",
        # ("db2.example.com", {"ssh_user": "deploy", "_sudo": True, "db_bind_address": "10.0.0.12"}),
    ),
    {
        "environment": "staging",
        # A host is known before a password goes there: ssh-keyscan, compare, add to ~/.ssh/known_hosts.
        "ssh_strict_host_key_checking": "yes",
        "db_port": 5432,
        # A share of the host's memory, or a size; PostgreSQL's own are sized from it.
        "db_memory": "50%",
        "db_restart": "always",
        "db_backup_keep": 3,
        "db_backup_keep_days": 14,
    },
)

invocation.inventory(staging=staging)
