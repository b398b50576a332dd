"""Staging: as production, smaller. Hosts in the list, or in AI_ENGINE_STAGING_HOSTS="db1.example.com db2.example.com".

A host's own data win over those of all; any setting of the README may stand in either, but no secret. User, port and
key of SSH come from ~/.ssh/config, or from ssh_user, ssh_port, ssh_key here; `"_sudo": True` for a user who needs it.
For clients elsewhere: db_host, which the certificate is for, db_bind_address, and db_allow, the networks they are in.
"""

from tasks import guard

staging = (
    guard.hosts(
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

guard.inventory(staging=staging)
