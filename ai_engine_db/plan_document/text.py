"""A plan for a terminal or a log. Pure."""

from ai_engine_db.plan_document import document
from ai_engine_db.plan_document.actions import actions
from ai_engine_db.plan_document.outcome import groups, lines, reviewed, unapproved


def text(plan: document.Document) -> str:
    """The changes by host and database."""
    told: list[str] = []
    needed = unapproved(plan)
    for host, part in plan["hosts"].items():
        told.append(f"{host} ({part['environment']})")
        for group in (each for each in groups(plan) if each.host == host):
            told.append(f"  {group.title}: {group.figures}")
            told += [f"    {line}" for line in lines(group)]
            told += [f"    ! {code}: {item}: {words}" for code, item, words in group.hazards]
            told += [f"    action: {each}" for each in actions(group.changes)]
        if host in needed:
            told.append(f"  needs approval: --data allow={needed[host]} (docs/hazards.md)")
    return "\n".join([*told, *reviewed(plan)]) + "\n"
