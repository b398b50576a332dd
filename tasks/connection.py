"""Whether pyinfra's connection to a host still stands. Reads the connector; touches nothing."""

import time

from paramiko import SSHException
from pyinfra.api.host import Host

# What paramiko raises when it is gone; EOFError where that happens while a channel is opened.
ERRORS = (OSError, SSHException, EOFError)

LOST = (
    "the connection to the host was lost. A step that was running there ends by itself, whole or not at all;"
    " deploy again to go on."
)

# A connection that is cut is noticed a little after the command that it carried has ended.
_NOTICED_SECONDS = 1.0


def lost(host: Host) -> bool:
    """Whether the connection is gone; one that is not over SSH never is. Asked when a command ended without a word."""
    client = getattr(host.connector, "client", None)
    if client is None:
        return False
    until = time.monotonic() + _NOTICED_SECONDS
    while (transport := client.get_transport()) is not None and transport.is_active():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True
