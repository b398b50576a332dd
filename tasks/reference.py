"""Reference rows, and in dev example data. Touches rows of the tables that ``sql/reference`` names."""

from functools import partial

from pyinfra.api.deploy import deploy
from pyinfra.context import host

from ai_engine_db.execution import difference
from ai_engine_db.operations import reference_data
from ai_engine_db.runtime import host_settings


@deploy("Reference")
def reference() -> None:
    """Makes missing reference rows; ``reference=overwrite`` resets changed ones, ``sample=true`` adds examples."""
    wanted = host_settings.of(host)
    difference.remove("Reference rows", partial(reference_data.reference_rows, databases=wanted.databases))
    if wanted.sample:
        difference.remove("Example data", partial(reference_data.sample_rows, database=wanted.db_name))


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    reference()
