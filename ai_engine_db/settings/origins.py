"""Where a value was written, in words that lead there: a variable, a line of a file. Reads the files that it names."""

import re
from pathlib import Path

from ai_engine_db.settings import dotenv


def by_variable(name: str) -> str:
    """A variable of the environment."""
    return f"the environment variable {name.upper()}"


def in_dotenv(file: Path, name: str) -> str:
    """A line of ``.env``."""
    return f"{file.name}, line {dotenv.line_of(file, name)}"


def in_inventory(file: str, name: str) -> str:
    """A file of an inventory, with the line where it is plain: only one names the setting."""
    if not file:
        return "the inventory"
    try:
        text = Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return f"the inventory {file}"
    key = re.compile(rf"""["']{name}["']\s*:|\b{name}\s*=[^=]""")
    found = [number for number, line in enumerate(text.splitlines(), 1) if key.search(line.partition("#")[0])]
    return f"the inventory {file}" + (f", line {found[0]}" if len(found) == 1 else "")
