"""What an import has to do. Pure: what was seen at both ends in, lines for people out."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from ai_engine_db import units
from ai_engine_db.data_import import catalog, journal, natural
from ai_engine_db.data_import.copy import Part, parts
from ai_engine_db.data_import.digest import Comparison, Result
from ai_engine_db.data_import.options import Options
from ai_engine_db.data_import.pairs import Pair

# Below this, rows are counted, not estimated.
COUNTED_BYTES = 1 << 20


@dataclass(slots=True)
class Plan:
    """An import that can begin, unless there are problems.

    Attributes:
        source, target: the catalogs. pairs: the tables in scope.
        identity: of the legacy database.
        begun: the journal of an unfinished import; None for a new one.
        copied: parts to copy, by table. merged: tables to merge. scope: how, for those that no journal has yet.
        results: what both ends have of tables that are looked at and not in the journal.
        rows: an estimate by table, for what is copied or merged.
        found: how the ends differ, for tables with rows.
        again: tables to take back what was brought of, and to begin anew with.
    """

    source: catalog.Catalog
    target: catalog.Catalog
    pairs: Mapping[str, Pair]
    problems: list[str]
    notes: list[str]
    identity: str = ""
    begun: journal.Journal | None = None
    copied: dict[str, list[Part]] = field(default_factory=dict)
    merged: set[str] = field(default_factory=set)
    scope: dict[str, journal.Scope] = field(default_factory=dict)
    results: dict[str, Result] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    found: dict[str, Comparison] = field(default_factory=dict)
    again: set[str] = field(default_factory=set)

    @property
    def work(self) -> list[str]:
        return sorted({*self.copied, *self.merged})

    def redo(self, names: Collection[str]) -> None:
        """Has tables of an unfinished import be brought from the start, and those that refer to them."""
        scope = self.begun.scope if self.begun else {}
        more = set(names)
        while more:
            self.again |= more
            more = {each.table.name for name in more for each in self.target.references.get(name, ())} - self.again
        self.again &= set(scope) & set(self.pairs)
        for name in self.again:
            self.copied.pop(name, None)
            if not scope[name].copied:
                self.merged.add(name)
                continue
            self.merged.discard(name)
            if self.rows[name]:
                self.copied[name] = parts(self.pairs[name], scope[name])

    def lines(self, options: Options) -> Iterator[tuple[str, str]]:
        """The plan, a sign and a line for each table that has work."""
        for note in self.notes:
            yield "!", note
        if self.begun:
            yield "~", "an unfinished import: continues where it stopped"
        for name in self.work:
            size = self.pairs[name].source.bytes
            rows = f"{'' if size < COUNTED_BYTES else 'about '}{self.rows[name]} rows"
            if name in self.copied:
                yield "+", f"table {name}: {rows}, {units.size(size)}"
            elif found := self.found.get(name):
                yield "~", f"table {name}: {_differences(found, options, natural.applies(self.pairs[name]))}"
            else:
                yield "~", f"table {name}: compare {rows} row by row"


def _differences(found: Comparison, options: Options, rekeyed: bool) -> str:
    kept = f"{found.changed} differ and are {'replaced' if options.conflict == 'replace' else 'kept'}"
    words = [f"{found.added} rows to add"] if found.added else []
    words += [kept] if found.changed else []
    words += (
        ["rows that a deploy created are replaced by the legacy rows"]
        if found.made or (rekeyed and found.added and found.own)
        else []
    )
    return ", ".join(words)
