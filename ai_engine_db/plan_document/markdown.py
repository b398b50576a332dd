"""A plan as a comment of a pull request: GitHub's Markdown, never longer than a comment may be. Pure."""

import html
import re
from collections.abc import Iterable, Sequence

from ai_engine_db.plan_document import document
from ai_engine_db.plan_document.actions import action
from ai_engine_db.plan_document.outcome import Group, Outcome, groups, lines, reviewed, summary, unapproved

# GitHub takes 65,536 characters.
LIMIT = 65_000
# How many lines are told outside what is folded.
SHOWN = 20

MARKER = "<!-- ai-engine-db check -->"


def markdown(plan: document.Document | None, title: str, command: str, problem: str = "") -> str:
    """The comment.

    Args:
        plan: of the hosts; None when there is none.
        title: what was checked, for the heading.
        command: prints all of it, for what does not fit in here.
        problem: why the plan is not all of it.
    """
    words = Outcome.ERROR.words if problem or plan is None else summary(plan)
    head = [MARKER, f"### Database check of {code(title)}: {words}"]
    if problem:
        head += ["", *_fenced("text", problem[-LIMIT // 8 :].splitlines())]
    if plan is None:
        return "\n".join(head) + "\n"
    found = groups(plan)
    head += ["", *_table(found)]
    sections = {
        "Manual action required": _left(found),
        "Hazards": _hazards(found),
        "Needs approval (docs/hazards.md)": _needed(plan),
        "Beside sql/": [f"- {code(each)}" for each in reviewed(plan)],
    }
    for title, told in sections.items():
        if told:
            head += ["", f"**{title}**", "", *_some(told, command)]
    foot = ["", f"Plan `{plan['digest'][:12]}` of `{plan['revision']}`, made at {plan['made_at']}."]
    room = LIMIT - _length(head) - _length(foot)
    body: list[str] = []
    # The changes of all come before the SQL of any: with little room, they say more.
    for heading, language, content in [*_changes(found), *_sql(found)]:
        block = _folded(heading, language, content, room, command)
        body += block
        room -= _length(block)
    return "\n".join([*head, *body, *foot]) + "\n"


def code(text: str) -> str:
    """Text as code, whatever it holds: no markup, no line break, and nobody of that name is told of it."""
    plain = " ".join(text.split())
    ticks = "`" * (_longest(plain) + 1)
    pad = " " if plain.startswith("`") or plain.endswith("`") else ""
    return f"{ticks}{pad}{plain}{pad}{ticks}"


def _table(found: Sequence[Group]) -> list[str]:
    rows = ["| host | | create | change | drop | skipped | statements |", f"| --- | --- |{' ---: |' * 5}"]
    for group in found:
        names = [code(each).replace("|", r"\|") for each in (group.host, group.title)]
        figures = [*(group.signs[sign] for sign in "+~-!"), len(group.statements)]
        rows.append(f"| {' | '.join([*names, *map(str, figures)])} |")
    return rows


def _left(found: Iterable[Group]) -> list[str]:
    return [
        f"- {code(document.line(each)[2:])} in {code(group.title)} on {code(group.host)}: {action(each)}"
        for group in found
        for each in group.changes
        if each["sign"] == "!"
    ]


def _hazards(found: Iterable[Group]) -> list[str]:
    return [
        f"- {code(each)}: {code(item)} in {code(group.title)} on {code(group.host)}: {words}"
        for group in found
        for each, item, words in group.hazards
    ]


def _needed(plan: document.Document) -> list[str]:
    return [f"- {code(host)}: {code(f'--data allow={codes}')}" for host, codes in unapproved(plan).items()]


def _changes(found: Iterable[Group]) -> list[tuple[str, str, list[str]]]:
    # GitHub colors the lines of a diff by their first character.
    told = [(group, lines(group)) for group in found]
    return [(f"{_about(group)}: {group.figures}", "diff", each) for group, each in told if each]


def _sql(found: Iterable[Group]) -> list[tuple[str, str, list[str]]]:
    return [
        (
            f"{_about(group)}: {len(group.statements)} statements",
            "sql",
            [line for each in group.statements for line in f"{each['sql']};".splitlines()],
        )
        for group in found
        if group.statements
    ]


def _about(group: Group) -> str:
    return " on ".join(f"<code>{html.escape(' '.join(each.split()))}</code>" for each in (group.title, group.host))


def _some(told: Sequence[str], command: str) -> list[str]:
    shown = [line if len(line) < LIMIT // SHOWN // 4 else f"- {code(line[:200])} …" for line in told[:SHOWN]]
    return shown + ([f"- and {len(told) - SHOWN} more: {code(command)}"] if len(told) > SHOWN else [])


def _folded(heading: str, language: str, content: Sequence[str], room: int, command: str) -> list[str]:
    """A block that opens with a click; cut where the room ends, which is then said."""
    fence, *_ = _fenced("", content)
    opening = ["", f"<details><summary>{heading}</summary>", "", f"{fence}{language}"]
    closing = [fence, "", "</details>"]
    note = ["", f"Not all of it fits in a comment: {code(command)} prints it."]
    free = room - _length([*opening, *note, *closing])
    fits = 0
    for line in content:
        free -= len(line) + 1
        if free < 0:
            break
        fits += 1
    if fits == len(content):
        return [*opening, *content, *closing]
    if not fits:
        return note if room > 2 * _length(note) else []
    return [*opening, *content[:fits], closing[0], *note, *closing[1:]]


def _fenced(language: str, content: Sequence[str]) -> list[str]:
    """A block of code, in a fence that is longer than any in it."""
    fence = "`" * max(3, max(map(_longest, content), default=0) + 1)
    return [f"{fence}{language}", *content, fence]


def _length(told: Iterable[str]) -> int:
    return sum(len(line) + 1 for line in told)


def _longest(text: str) -> int:
    """The longest run of backticks."""
    return max(map(len, re.findall("`+", text)), default=0)
