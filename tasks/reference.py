"""Reference rows, and in dev example data. Touches rows of the tables that ``sql/reference`` names."""

from pyinfra.api.deploy import deploy
from pyinfra.context import host

from ai_engine_db.operations import reference_data
from ai_engine_db.runtime import changes, host_settings, host_state, reference_rows


@deploy("Reference")
def reference() -> None:
    """Makes missing reference rows; ``reference=overwrite`` resets changed ones, ``sample=true`` adds examples."""
    wanted = host_settings.of(host)
    now = host_state.of(host)
    overwrite = wanted.reference == "overwrite"
    if not now.unknown and not host.state.is_executing:
        for name in wanted.databases:
            found = now.server.databases.get(name) if now.server else None
            if found and found.owner_problem:
                words = f"not known until {wanted.db_user} can log in over the socket, which this deploy sets up"
                changes.note(host, "reference", "?", "reference rows", words, name)
            for change in reference_rows.pending(found, overwrite=overwrite):
                changes.note(host, "reference", change.sign, change.object, change.detail, name)
        if wanted.sample and not reference_data.sampled(
            now.server.databases.get(wanted.db_name) if now.server else None
        ):
            changes.note(host, "reference", "+", "example data", database=wanted.db_name)
    reference_data.reference_rows(name="Reference rows", databases=wanted.databases, overwrite=overwrite)
    if wanted.sample:
        reference_data.sample_rows(name="Example data", database=wanted.db_name)


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    reference()
