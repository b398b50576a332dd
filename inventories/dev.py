"""The developer's own machine: a local engine, the port on 127.0.0.1, a known password."""

from tasks import guard

dev = (["@local"], {"environment": "dev", "db_memory": "2g"})

guard.inventory(dev=dev)
