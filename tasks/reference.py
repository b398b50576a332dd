"""Step 10: reference rows, and in dev example data. Touches rows of the tables that ``sql/reference`` names."""

from pyinfra.api.deploy import deploy
from pyinfra.context import host

from tasks import settings, state
from tasks.operations import rows


@deploy("Reference")
def reference() -> None:
    """Makes missing reference rows; ``reference=overwrite`` resets changed ones, ``sample=true`` adds examples."""
    wanted = settings.of(host)
    now = state.of(host)
    overwrite = wanted.reference == "overwrite"
    if not now.unknown and not host.state.is_executing:
        for name in wanted.databases:
            found = now.server.databases.get(name) if now.server else None
            for line in rows.pending(found, overwrite=overwrite):
                host.log_styled(f"{line} in {name}", fg="green" if line[0] == "+" else "yellow")
    rows.reference_rows(name="Reference rows", databases=wanted.databases, owner=wanted.db_user, overwrite=overwrite)
    if wanted.sample:
        rows.sample_rows(name="Example data", database=wanted.db_name, owner=wanted.db_user)


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    reference()
