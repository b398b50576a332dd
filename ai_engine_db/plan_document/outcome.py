"""What a plan comes to, in one word and one exit code, and its changes grouped for people. Pure."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from ai_engine_db import hazards
from ai_engine_db.plan_document import document


class Outcome(IntEnum):
    """The exit codes of ``ai_engine_db.cli.check``; the higher one says more. REFUSED is for ``--refuse`` alone."""

    UP_TO_DATE = 0
    ERROR = 1
    PENDING = 2
    MANUAL = 3
    REFUSED = 4

    @property
    def words(self) -> str:
        return {
            Outcome.UP_TO_DATE: "up to date",
            Outcome.ERROR: "error",
            Outcome.PENDING: "changes pending",
            Outcome.MANUAL: "manual action required",
            Outcome.REFUSED: "hazards refused",
        }[self]


@dataclass(frozen=True, slots=True)
class Group:
    """Changes that belong together: those of one host outside its databases, or those that databases have in common.

    Attributes:
        host: its name.
        databases: which; none for the host itself.
        changes, statements: as in the plan file.
        unknown: something of the host cannot be told, so that no line does not mean that nothing is to be done.
    """

    host: str
    databases: tuple[str, ...]
    changes: Sequence[Mapping[str, Any]]
    statements: Sequence[Mapping[str, Any]]
    unknown: bool = False

    @property
    def title(self) -> str:
        return " and ".join(self.databases) or "engine, container and server"

    @property
    def signs(self) -> Counter[str]:
        return Counter(each["sign"] for each in self.changes)

    @property
    def figures(self) -> str:
        """``2 to create, 1 to change, 1 to drop, 1 skipped``."""
        words = {"+": "to create", "~": "to change", "-": "to drop", "!": "skipped", "?": "not known yet"}
        signs = self.signs
        told = ", ".join(f"{signs[sign]} {word}" for sign, word in words.items() if signs[sign])
        return told or ("not known yet" if self.unknown else "up to date")

    @property
    def hazards(self) -> list[tuple[str, str, str]]:
        """What a DBA would want to know before it runs: its code, the object, and the words; each once."""
        found = ((each["object"], hazard) for each in self.statements for hazard in each["hazards"])
        return list(dict.fromkeys((hazard["code"], item, hazard["words"]) for item, hazard in found))


def outcome(plan: document.Document) -> Outcome:
    """What the exit code says of a plan. What cannot be told is an error, unless a deploy has something to do first."""
    signs = Counter(each["sign"] for part in plan["hosts"].values() for each in part["changes"])
    if signs["!"]:
        return Outcome.MANUAL
    if signs["+"] or signs["~"] or signs["-"]:
        return Outcome.PENDING
    return Outcome.ERROR if signs["?"] else Outcome.UP_TO_DATE


def summary(plan: document.Document) -> str:
    """The outcome in words; also what is pending, where something will not be touched besides."""
    signs = {each["sign"] for part in plan["hosts"].values() for each in part["changes"]}
    found = outcome(plan)
    both = found == Outcome.MANUAL and signs & {"+", "~", "-"}
    return f"{Outcome.PENDING.words}, and {found.words}" if both else found.words


def reviewed(plan: document.Document) -> list[str]:
    """A line about what is ignored, and one for each entry that is about nothing in any database of the plan."""
    parts = [part["reviewed"] for part in plan["hosts"].values() if part.get("reviewed")]
    count = sum(part["ignored"] for part in parts)
    told = [f"ignored: {count} object{'' if count == 1 else 's'} that sql/ignore.toml names"] if count else []
    # One entry may be about a database that nobody could look at.
    idle = [part["idle"] or () for part in parts if len(parts) == len(plan["hosts"])]
    return told + [each for each in (idle[0] if idle else ()) if all(each in others for others in idle)]


def unapproved(plan: document.Document) -> dict[str, str]:
    """The codes that a deploy of each host has to be allowed, as ``allow`` takes them; without hosts that need none."""
    found = {}
    for host, part in plan["hosts"].items():
        there = {hazard["code"] for each in part["statements"] for hazard in each["hazards"]}
        if needed := there - hazards.without_approval(part["environment"]) - {*part.get("allowed", ())}:
            found[host] = hazards.listed(needed)
    return found


def refused(plan: document.Document, codes: Collection[str]) -> list[str]:
    """The hazards of a plan that somebody refuses, a line each."""
    return [
        f"{code}: {item} in {group.title} on {group.host}: {words}"
        for group in groups(plan)
        for code, item, words in group.hazards
        if code in codes
    ]


def groups(plan: document.Document) -> list[Group]:
    """The changes by host and database; databases that want the same are one group."""
    found = []
    for host, part in plan["hosts"].items():
        alike: dict[str, list[str]] = {}
        unknown = bool(document.unknown(part["changes"]))
        for name in ("", *part["databases"]):
            work = [_without(part[key], name) for key in ("changes", "statements")]
            alike.setdefault(f"{not name} {document.sha256(work)}", []).append(name)
        for names in alike.values():
            changes, statements = (_without(part[key], names[0]) for key in ("changes", "statements"))
            if names[0] or changes:
                found.append(Group(host, tuple(filter(None, names)), changes, statements, unknown))
    return found


def _without(rows: Sequence[Mapping[str, Any]], database: str) -> list[Mapping[str, Any]]:
    """The rows of one database, without its name."""
    return [{**each, "database": ""} for each in rows if each["database"] == database]


def lines(group: Group) -> list[str]:
    """A group's changes, a line each; comments, which a database without ours has by the hundred, counted by step."""
    comments = Counter(each["step"] for each in group.changes if _comment(each))
    told = [document.line(each) for each in group.changes if not _comment(each)]
    return told + [f"~ {count} comments in {step}" for step, count in comments.items()]


def _comment(change: Mapping[str, Any]) -> bool:
    return (change["sign"], change["detail"]) == ("~", "comment")
