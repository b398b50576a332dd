"""Which reference rows a database lacks. Reads what is known of it."""

from ai_engine_db.facts.server import DatabaseState
from ai_engine_db.schema import reference
from ai_engine_db.schema.statements import Change


def pending(found: DatabaseState | None, *, overwrite: bool) -> list[Change]:
    """What loading would do: ``+ 13 rows of provinces_territories``, ``~ 2 rows of supported_languages: ...``."""
    changes: list[Change] = []
    if found and found.owner_problem:
        # They are looked at once the owner is let in.
        return changes
    for each in reference.TABLES:
        rows = len(reference.rows(each))
        missing, different = (found.reference.get(each.table, (rows, 0))) if found else (rows, 0)
        if missing:
            changes.append(Change("+", f"{missing} rows of {each.table}", "reference"))
        if different and overwrite:
            changes.append(Change("~", f"{different} rows of {each.table}", "reference", "overwritten"))
    return changes
