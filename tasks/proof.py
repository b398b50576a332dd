"""With ``--data prove=true``: the proof that the schema's steps changed no value. Touches nothing; reads every row."""

from pyinfra.api.deploy import deploy
from pyinfra.context import host

from ai_engine_db.operations import data_checksums
from ai_engine_db.runtime import host_settings, host_state


def _wanted() -> bool:
    wanted = host_settings.of(host)
    if not wanted.prove:
        return False
    return bool(host_state.of(host).unknown or host.state.is_executing or data_checksums.due(host, wanted.databases))


@deploy("Proof")
def look() -> None:
    """Takes a digest of every column of every table, before the first change."""
    if _wanted():
        data_checksums.look(name="Data checksums before", databases=host_settings.of(host).databases)


@deploy("Proof")
def compare() -> None:
    """Takes them again: equal through renames and conversions, or the deploy fails."""
    if _wanted():
        data_checksums.compare(name="Data checksums after", databases=host_settings.of(host).databases)


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    look()
    compare()
