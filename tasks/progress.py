"""A sign of life from a step that takes long: a line every few seconds. Touches the log only.

pyinfra has its own spinner on a terminal; whatever else moved there would fight with it.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import gevent
from pyinfra.api.host import Host

EVERY_SECONDS = 10.0


@contextmanager
def shown(host: Host, what: str) -> Iterator[None]:
    """Says what is going on, and for how long, as long as the block runs."""
    started = time.monotonic()

    def tell() -> None:
        while True:
            gevent.sleep(EVERY_SECONDS)
            host.log(f"    {what}: {time.monotonic() - started:.0f} s so far")

    teller = gevent.spawn(tell)
    try:
        yield
    finally:
        teller.kill()
