"""With ``--data prove=true``: the proof that the schema's steps changed no value. Touches nothing; reads every row."""

from functools import partial

from pyinfra.api.deploy import deploy
from pyinfra.context import host

from ai_engine_db.execution import difference
from ai_engine_db.operations import data_checksums
from ai_engine_db.runtime import host_settings


@deploy("Proof")
def look() -> None:
    """Takes a digest of every column of every table, before the first change."""
    wanted = host_settings.of(host)
    if wanted.prove:
        difference.remove("Data checksums before", partial(data_checksums.look, databases=wanted.databases))


@deploy("Proof")
def compare() -> None:
    """Takes them again: equal through renames and conversions, or the deploy fails."""
    wanted = host_settings.of(host)
    if wanted.prove:
        difference.remove("Data checksums after", partial(data_checksums.compare, databases=wanted.databases))


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    look()
    compare()
