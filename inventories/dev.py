"""The developer's own machine: a local engine, the port on 127.0.0.1, a known password."""

from ai_engine_db.runtime import invocation

dev = (["@local"], {"environment": "dev", "db_memory": "2g"})

invocation.inventory(dev=dev)
