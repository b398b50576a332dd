"""Production: hosts of their own. They stand in the list, or in AI_ENGINE_PROD_HOSTS="db1.example.com db2.example.com".

A host's own data win over those of all; any setting of docs/settings.md may stand in either, but no secret. User, port
and key of SSH are those of ~/.ssh/config, or ssh_user, ssh_port, ssh_key here; `"_sudo": True` for a user who needs it.
For clients elsewhere: db_host, which the certificate is for, db_bind_address, and db_allow, the networks they are in.
"""

from ai_engine_db.runtime import invocation

prod = (
    invocation.hosts(
        "AI_ENGINE_PROD_HOSTS",
        # "db1.example.com",
        # ("db2.example.com", {"ssh_user": "deploy", "db_bind_address": "10.0.0.12", "db_backup_dir": "/srv/backups"}),
    ),
    {
        "environment": "prod",
        # A host is known before a password goes there: ssh-keyscan, compare, add to ~/.ssh/known_hosts.
        "ssh_strict_host_key_checking": "yes",
        "db_port": 5432,
        # A share of the host's memory, or a size; PostgreSQL's own are sized from it.
        "db_memory": "75%",
        "db_shm_size": "1g",
        "db_restart": "always",
        "db_backup_keep": 14,
        "db_backup_keep_days": 60,
    },
)

invocation.inventory(prod=prod)
