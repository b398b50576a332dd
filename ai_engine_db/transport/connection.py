"""Whether pyinfra's connection to a host still stands. Reads the connector, and gives up one that has fallen silent."""

import time

import gevent
from paramiko import SSHException, Transport
from pyinfra.api.host import Host
from pyinfra.connectors.base import BaseConnector

# What paramiko raises when it is gone; EOFError where that happens while a channel is opened.
ERRORS = (OSError, SSHException, EOFError)

_GOES_ON = "The step that was running there either completes or is rolled back. Deploy again to continue."

# A connection that is cut is noticed a little after the command that it carried has ended.
_NOTICED_SECONDS = 1.0


class Watch:
    """Looks after the connection to one host."""

    def __init__(self) -> None:
        self._listener: gevent.Greenlet | None = None
        self._given_up = ""

    def begin(self, host: Host, limit: int) -> None:
        """Gives the connection up once the host has not answered for a time: a network that drops what is sent, and a
        host that is frozen, end no connection by themselves for many minutes.

        Args:
            host: pyinfra is connected to.
            limit: seconds.
        """
        if self._listener is None and _transport(host.connector) is not None:
            self._listener = gevent.spawn(self._listen, host.connector, host.name, limit)

    def lost(self, host: Host) -> str:
        """That the connection is gone, in words; empty where it stands, and where there is none, as on this machine.

        Asked when a command exited without output.
        """
        if self._given_up:
            return self._given_up
        until = time.monotonic() + _NOTICED_SECONDS
        while (transport := _transport(host.connector)) is not None and transport.is_active():
            if time.monotonic() > until:
                return ""
            time.sleep(0.05)
        return f"the connection to the host was lost. {_GOES_ON}" if hasattr(host.connector, "client") else ""

    def _listen(self, connector: BaseConnector, name: str, limit: int) -> None:
        while (transport := _transport(connector)) is not None and transport.is_active():
            gevent.sleep(limit / 3)
            answered = False
            with gevent.Timeout(limit * 2 / 3, exception=False):
                # No server knows this request, and each has to say so (RFC 4254, 4).
                transport.global_request("keepalive@openssh.com", wait=True)
                answered = True
            if not answered:
                self._given_up = (
                    f"{name} has not answered for {limit} s (DB_SSH_TIMEOUT), so the connection was closed: is the"
                    f" host frozen, or the network down? {_GOES_ON}"
                )
                # Whatever waits for it goes on from here.
                transport.close()
                return


def _transport(connector: BaseConnector) -> Transport | None:
    client = getattr(connector, "client", None)
    return None if client is None else client.get_transport()
