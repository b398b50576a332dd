"""The manifest of a backup: what is in it, from which database, and how to tell that nothing of it changed. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from ai_engine_db.backup_format.contents import KINDS, PROVIDERS, Contents, Rows

FILE = "manifest.json"
FORMAT = 1


class ManifestError(Exception):
    """A manifest is unreadable, altered, or of another format."""


@dataclass(frozen=True, slots=True)
class File:
    """A file of a backup: sha256 in hex, and its length."""

    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """A backup.

    Attributes:
        name: of its folder. taken_at: in UTC, ISO 8601.
        pg_dump: which one made it, in its own words.
        contents: what it brings back.
        files: by name, without the manifest itself.
    """

    name: str
    taken_at: str
    pg_dump: str
    contents: Contents
    files: Mapping[str, File]

    @property
    def bytes(self) -> int:
        return sum(file.bytes for file in self.files.values())

    @property
    def database(self) -> str:
        return self.contents.name

    def text(self) -> str:
        """The file, a line an entry; the last one is the sha256 of all the others."""
        contents = self.contents
        extensions = contents.database["extensions"]
        data = {
            "format": FORMAT,
            "name": self.name,
            "taken_at": self.taken_at,
            "versions": {
                "server": contents.database["server"],
                "pg_dump": self.pg_dump,
                "postgis": extensions.get("postgis"),
            },
            "database": contents.database,
            "snapshot": {"digest": contents.digest, "objects": contents.objects},
            "tables": {name: {"rows": each.count, "digest": each.digest} for name, each in contents.tables.items()},
            "sequences": contents.sequences,
            "roles": contents.roles,
            "owned": contents.owned,
            "files": {name: asdict(file) for name, file in self.files.items()},
        }
        return _dumps({**data, "sha256": _sum(data)}) + "\n"


def _dumps(data: Mapping[str, Any]) -> str:
    return json.dumps(data, indent=1, ensure_ascii=False)


def _sum(data: Mapping[str, Any]) -> str:
    return hashlib.sha256(_dumps(data).encode()).hexdigest()


def read(text: str) -> Manifest:
    """The reverse of :meth:`Manifest.text`.

    Raises:
        ManifestError: it is not what was written.
    """
    try:
        data = json.loads(text)
        written = data.pop("sha256")
        if written != _sum(data):
            raise ManifestError(f"{FILE} was altered: its sha256 differs from the one that it states")
        if data["format"] != FORMAT:
            raise ManifestError(f"{FILE} has format {data['format']}, this version reads {FORMAT}")
        _check(data)
        return Manifest(
            name=data["name"],
            taken_at=data["taken_at"],
            pg_dump=data["versions"]["pg_dump"],
            contents=Contents(
                database=data["database"],
                tables={name: Rows(each["rows"], each["digest"]) for name, each in data["tables"].items()},
                objects=data["snapshot"]["objects"],
                sequences=data["sequences"],
                roles=data["roles"],
                owned=data.get("owned", []),
            ),
            files={name: File(**file) for name, file in data["files"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ManifestError(f"{FILE} cannot be read ({error}): it was altered or truncated") from None


# Words that a restore writes into SQL as they are.
_PRIVILEGES = {"CREATE", "CONNECT", "TEMPORARY", "USAGE"}


def _check(data: Mapping[str, Any]) -> None:
    """Makes sure of what is not quoted in SQL: a backup is a file that somebody may have written.

    Raises:
        ValueError: it is something else.
    """
    database, roles = data["database"], data["roles"]
    grants = [*(database["grants"] or ()), *(database.get("schema_grants") or ())]
    numbers = [database["connection_limit"], database["bytes"], *(each["connection_limit"] for each in roles)]
    members = [option for each in roles for _, *options in each["member_of"] or () for option in options]
    settings = [setting for _, setting in database["settings"] or ()]
    settings += [setting for each in roles for setting in each["settings"] or ()]
    if (
        {each[-2] for each in grants} - _PRIVILEGES
        or not all(isinstance(each, int) for each in numbers)
        or not all(isinstance(each, bool) for each in (*members, *(each[-1] for each in grants)))
    ):
        raise ValueError("a privilege, a number or an option in it is not valid")
    if database["provider"] not in PROVIDERS or {each["owned"] for each in data.get("owned", [])} - set(KINDS):
        raise ValueError("a locale provider or a kind of objects in it is not valid")
    placed = {schema for _, schema in database.get("placed") or ()}
    granted = {schema for schema, *_ in database.get("schema_grants") or ()} | set(database.get("schemas_owned") or ())
    if _of_postgresql(placed - {"pg_catalog"}) or _of_postgresql(granted) or granted - placed:
        raise ValueError("a schema in it is not one of an extension in it")
    if any("/" in name or not name.isprintable() for name in data["files"]):
        raise ValueError("the name of a file in it is not valid")
    if not all(each.partition("=")[0].isprintable() for each in settings):
        raise ValueError("the name of a setting in it is not valid")


def _of_postgresql(schemas: Iterable[str]) -> list[str]:
    """The schemas in which the names are that a superuser's sessions call."""
    return [name for name in schemas if name == "information_schema" or name.startswith("pg_")]


def files(lines: Iterable[str]) -> dict[str, File]:
    """Reads lines of ``sha256 bytes name``, and gives the files by name."""
    found = (line.split(" ", 2) for line in lines)
    return {name: File(sha256, int(length)) for sha256, length, name in found}


def listed(manifest: Manifest) -> str:
    """The reverse of :func:`files`, for the script that compares."""
    return "".join(f"{file.sha256} {file.bytes} {name}\n" for name, file in manifest.files.items())
