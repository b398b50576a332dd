"""What has to go for a moment, from when to when, and how it comes back. Pure.

PostgreSQL refuses to change a column's type, or to drop something, while a view, key or function hangs on it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ai_engine_db.schema.model import Object
from ai_engine_db.schema.planner.builder import Builder, mentions
from ai_engine_db.schema.planner.decisions import Action, Decision, stays_foreign
from ai_engine_db.schema.planner.locations import BUILDS
from ai_engine_db.schema.planner.order import FUNCTIONS, closure, dependents, ordered
from ai_engine_db.schema.types import Conversion, akin, conversion

# These can be dropped and made again without losing anything; a materialized view only by who knows its query.
DROPPABLE = ("view", "index", "statistics", "constraint", "trigger", "rule", "policy", *FUNCTIONS)
# Only these keep a column's type from changing to one that holds the same values in the same form.
ON_WIDENING = ("view", "materialized view", "trigger", "rule", "policy", *FUNCTIONS)

_PLAIN_INDEX = re.compile(r'USING btree \([\w", ]+\)$')


@dataclass(frozen=True, slots=True)
class Absence:
    """An object goes at one place and comes back at another, mostly the same; both by number."""

    gone: int
    back: int


class Rebuilds:
    """What goes for a moment.

    Attributes:
        absences: by id; what ``sql/`` does not know may go and come back at several places.
        refused: why something cannot be replaced or converted after all, by id.
    """

    def __init__(self, builder: Builder, decisions: Mapping[str, Decision]) -> None:
        self.builder = builder
        self.decisions = decisions
        self.absences: dict[str, list[Absence]] = {}
        self.refused: dict[str, str] = {}
        self._dependents = dependents(builder.actual)
        self._reasons: dict[str, set[str]] = {}
        for key, decision in decisions.items():
            if decision.action in (Action.REPLACE, Action.CONVERT):
                self._displace(key, decision, self._hanging(key, decision))
            elif decision.action is Action.ALTER and key.startswith("table ") and "unlogged" in decision.different:
                self._displace(key, decision, self._references(builder.desired[key].name))
        for old, new in builder.superseded.items():
            if decisions[new].action is not Action.LEAVE:
                self._supersede(old, new)
        gone = ordered({key: builder.actual[key] for key in self._reasons})
        for item in gone:
            self._join(item)
        for item in gone:
            self._arrange(item)

    def changed(self, key: str) -> bool:
        """Whether an object comes back other than it was."""
        decision = self.decisions.get(key)
        return decision is not None and decision.action in (Action.REPLACE, Action.ALTER)

    def drops(self) -> Iterator[tuple[Object, Absence]]:
        """What goes, and when: first what hangs on others."""
        gone = ordered({key: self.builder.actual[key] for key in self.absences})
        for item in reversed(gone):
            for absence in self.absences[item.id]:
                yield item, absence

    def _hanging(self, key: str, decision: Decision) -> set[str]:
        """What hangs on an object, as far as it is in the way of the change."""
        first = [each for each in self._dependents.get(key, ()) if not self._frees(each)]
        if decision.action is Action.CONVERT and not self._rewrites(key):
            first = [each for each in first if self.builder.actual[each].kind in (*ON_WIDENING, "column")]
        return closure(self._dependents, first) - {key}

    def _frees(self, key: str) -> bool:
        """Whether it is a generated column that becomes a plain one, which comes before all other changes."""
        decision = self.decisions.get(key)
        return (
            decision is not None
            and key.startswith("column ")
            and decision.action in (Action.ALTER, Action.CONVERT)
            and "generated" in decision.different
            and not self.builder.desired[key]["generated"]
        )

    def _references(self, table: str) -> set[str]:
        """The foreign keys of a table, and those to it."""
        return {
            key
            for key, item in self.builder.actual.items()
            if item.kind == "constraint"
            and item["type"] == "foreign key"
            and table in (item.parent, item["references"]["table"])
        }

    def _displace(self, key: str, decision: Decision, hanging: set[str]) -> None:
        """Lets what hangs on a reason go, and refuses the reason where that cannot be."""
        for each in sorted(hanging):
            if obstacle := self._obstacle(key, self.builder.actual[each]):
                self._refuse(key, obstacle)
                return
        if decision.action is Action.REPLACE:
            hanging.add(key)
        for each in hanging:
            self._reasons.setdefault(each, set()).add(key)

    def _supersede(self, old: str, new: str) -> None:
        """Lets what uses a function go until the one that takes its place is there; a default is no such thing."""
        if owner := self.builder.actual[old]["owner"]:
            self.refused[new] = f"{old}, which is not in sql/, must be dropped first, and belongs to {owner}"
            return
        hanging = closure(self._dependents, self._dependents.get(old, ()))
        users = {each for each in hanging if not has_default(self.builder, each)}
        for each in sorted(users):
            item, decision = self.builder.actual[each], self.decisions.get(each)
            if item.kind not in DROPPABLE or decision is None or decision.action is Action.LEAVE:
                self.refused[new] = f"{old}, which is not in sql/, must be dropped first, and {each} depends on it"
                return
        for each in users:
            self._reasons.setdefault(each, set()).add(new)

    def _rewrites(self, column: str) -> bool:
        old, new = self.builder.actual[column]["type"], self.builder.desired[column]["type"]
        return conversion(old, new) is Conversion.CHECK

    def _foreign(self, key: str) -> bool:
        """Whether the reason is a column that gets a type which reads otherwise."""
        if self.decisions[key].action is not Action.CONVERT:
            return False
        return not akin(str(self.builder.actual[key]["type"]), str(self.builder.desired[key]["type"]))

    def _obstacle(self, key: str, item: Object) -> str:
        """Why an object that hangs on a reason cannot go, or would not come back."""
        if item.kind not in DROPPABLE and not (item.kind == "materialized view" and item.id in self.builder.desired):
            return f"{item.id} depends on it"
        if item["owner"] is not None and item.id not in self.builder.desired:
            return f"{item.id}, which is not in sql/, belongs to {item['owner']}: drop it, or give it to the owner"
        decision = self.decisions.get(item.id)
        known = decision is not None and decision.action is not Action.LEAVE
        if self.decisions[key].action is Action.ALTER and not known and item.parent != item["references"]["table"]:
            return f"{item.id} links it to another table"
        if self._foreign(key):
            if not known and not (item.kind == "index" and _PLAIN_INDEX.search(item["definition"])):
                return f"{item.id} was written for the old type"
            if known and (
                column := next((n for n in item.needs if stays_foreign(self.builder, n) and self._left(n)), None)
            ):
                return f"{item.id} also uses {column}, which keeps type {self.builder.actual[column]['type']}"
        elif self.decisions[key].action is Action.CONVERT and not known and self._rewrites(key) and calls(item):
            return f"{item.id} was written for the old type"
        if not known and self.decisions[key].action is Action.REPLACE:
            lost = set(self.builder.actual[key]["columns"] or ()) - set(self.builder.desired[key]["columns"] or ())
            text = str(item["definition"])
            if used := sorted(name for each in lost if mentions(text, name := column_name(each))):
                return f"{item.id} uses {', '.join(used)}"
        return ""

    def _left(self, key: str) -> bool:
        return self.decisions[key].action is Action.LEAVE if key in self.decisions else False

    def _join(self, item: Object) -> None:
        """Makes a step one transaction where an object has to be gone while several of its tables change."""
        places = {
            self.builder.places.all[self.builder.places.at(self.builder.desired[each])]
            for each in self._reasons[item.id]
        }
        steps = [place.step for place in places if not place.alone]
        for step in steps:
            if steps.count(step) > 1:
                self.builder.places.join(step)

    def _arrange(self, item: Object) -> None:
        """Settles when an object goes and comes back; what it needs was settled before it."""
        reasons = self._reasons[item.id]
        times = {self.builder.places.at(self.builder.desired[reason]) for reason in reasons}
        needs = [each for need in item.needs for each in self.absences.get(need, ())]
        if item.id in self.builder.desired and (others := self._others(item, times)):
            plain = item.kind == "index" and not item["keys"]
            back = self.builder.places.number(BUILDS) if plain else max([*others, *(each.back for each in needs)])
            self.absences[item.id] = [Absence(min(others), back)]
            return
        if item.id in self.builder.desired:
            own = [self.builder.places.at(self.builder.desired[item.id])] if self.changed(item.id) else []
            back = max([*times, *own, *(each.back for each in needs)])
            self.absences[item.id] = [Absence(min(times), back)]
            return
        self.absences[item.id] = [Absence(at, at) for at in sorted(times)]
        late = [need for need in needs if any(need.gone <= at < need.back for at in times)]
        for need in late:
            for reason in reasons:
                if self.builder.places.at(self.builder.desired[reason]) < need.back:
                    self._refuse(
                        reason, f"{item.id}, which is not in sql/, could not be recreated in the same transaction"
                    )

    def _others(self, item: Object, times: set[int]) -> set[int]:
        """Where an index or key of a table in use has to go for the sake of others: a unique one is back at once."""
        built = self.builder.places.step(self.builder.desired[item.id]) == BUILDS.step
        return {at for at in times if self.builder.places.all[at].step != BUILDS.step} if built else set()

    def _refuse(self, key: str, obstacle: str) -> None:
        item, now = self.builder.desired[key], self.builder.actual[key]
        differ = f"type is {now['type']}, wanted {item['type']}" if item.kind == "column" else "it differs"
        self.refused[key] = f"{differ}, but {obstacle}"


def has_default(builder: Builder, key: str) -> bool:
    """Whether it is a column that is there, and needs something for its default alone."""
    return key in builder.desired and key.startswith("column ") and not builder.actual[key]["generated"]


def calls(item: Object) -> bool:
    """Whether an object hands values to a function of its own choice, which may take no others (a trigger does not)."""
    return item.kind != "trigger" and any(need.startswith("function ") for need in item.needs)


def column_name(column: str) -> str:
    """The name in a column of a view, ``status character varying(20)``."""
    found = re.match(r'"(?:[^"]|"")*"|\S+', column)
    return found[0] if found else column
