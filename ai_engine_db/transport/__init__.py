"""How commands, SQL and text reach a host and its server. Knows nothing of what they are about."""
