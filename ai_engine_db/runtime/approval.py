"""Whether the hazards of a plan are allowed: by ``allow``, by the plan file, or because this is dev. Reads only."""

from collections.abc import Iterator, Mapping

from pyinfra.api.host import Host

from ai_engine_db import hazards
from ai_engine_db.runtime import host_settings, invocation
from ai_engine_db.schema.statements import DROPS, Hazard, Plan

# How many lines of a code a message names.
SHOWN = 5


def problem(target: Host, plans: Mapping[str, Plan]) -> str:
    """Names each hazard that nobody has allowed, and the command that allows them; empty when there is none.

    Args:
        target: whose.
        plans: by database.
    """
    drops = any(plan.step(DROPS) for plan in plans.values())
    if drops and not invocation.whole():
        return "only deploy.py drops anything, because it takes a backup before: run that\n"
    found: dict[str, list[str]] = {}
    for line, hazard in _unallowed(target, plans):
        found.setdefault(hazard.code, []).append(line)
    if not found:
        return ""
    lines = []
    for code in filter(found.get, hazards.Code):
        lines += found[code][:SHOWN]
        if more := found[code][SHOWN:]:
            lines.append(f"{code}: {len(more)} more")
    listed = "".join(f"\n  {line}" for line in lines)
    allowed = hazards.listed([*found, *host_settings.of(target).allowed])
    command = invocation.command(target.name, "deploy.py", f"allow={allowed}")
    return (
        f"the plan has hazards that nobody has allowed:{listed}\n"
        f"docs/hazards.md says what each is, and the way out. To allow them: {command}\n"
    )


def _unallowed(target: Host, plans: Mapping[str, Plan]) -> Iterator[tuple[str, Hazard]]:
    wanted = host_settings.of(target)
    allowed = {*wanted.allowed, *hazards.without_approval(wanted.environment)}
    approved = _approved(target)
    for name, plan in plans.items():
        told = {(each.object, hazard): None for each in plan.statements for hazard in each.hazards}
        for key, hazard in told:
            if hazard.code not in allowed and (key, hazard.code) not in approved:
                yield f"{hazard.code}: {key} in {name}: {hazard.words}", hazard


def _approved(target: Host) -> set[tuple[str, str]]:
    """What the plan file names, whichever database it is in: a rehearsal's copy has another name."""
    if not host_settings.of(target).plan:
        return set()
    from ai_engine_db.runtime import plan_file  # not for those who have none

    planned = plan_file.chosen(target) or {"statements": []}
    return {(each["object"], hazard["code"]) for each in planned["statements"] for hazard in each["hazards"]}
