"""How work is done on the target: sessions, scripts, dumps and restores, and waiting for others."""
