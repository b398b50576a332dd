"""The messages that docs/troubleshooting.md quotes are those that the product prints."""

import ast
import re
from pathlib import Path

import pytest

from ai_engine_db.schema.lock import ROOT

# Of PostgreSQL, Docker, SSH and pyinfra; and what is printed with a name where the page has another.
OTHERS = (
    "not found",
    "no pg_hba.conf entry for host",
    'for host "[local]',
    "could not load server certificate file",
    "canceling statement due to statement timeout",
    "too many connections for role",
    "No such object",
    "No host key for",
    "found in known_hosts",
    "Could not connect",
    "file.sql:",
    "checksums: off",
    "~ role weedgo: password",
)
ROWS = [line for line in (ROOT / "docs" / "troubleshooting.md").read_text().splitlines() if line.startswith("| ")][2:]
QUOTED = [span for row in ROWS for span in re.findall(r"`([^`]+)`", row.split("|")[1])]
# Where a message has a name or a figure.
_VALUES = re.compile(
    r"\.\.\.|\b\d[\d.]*(?: [GMk]?B| h| d| s)?\b|\b(?:log_statement|schema\.lock\.json|postgres|SUPERUSER)\b"
)


def printed() -> list[str]:
    """All texts of the code, with a gap for each value that is put into them."""
    found = []
    for folder in (ROOT / "ai_engine_db", ROOT / "tasks"):
        for path in folder.rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.JoinedStr):
                    parts = (part.value if isinstance(part, ast.Constant) else "\0" for part in node.values)
                    found.append("".join(map(str, parts)))
                elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                    found.append(re.sub(r"\{[^{}]*\}", "\0", node.value))
        found += [_shell(path) for path in folder.rglob("*.sh")]
    return found


def _shell(path: Path) -> str:
    return re.sub(r"\$\{[^}]*\}|\$\w+", "\0", path.read_text())


TEXTS = printed()


@pytest.mark.parametrize("message", QUOTED)
def test_a_message_of_the_page_is_one_that_is_printed(message: str) -> None:
    if message.startswith(OTHERS) or any(each in message for each in OTHERS):
        return
    parts = [part.strip(' ,:;()"') for part in _VALUES.split(message)]
    assert [part for part in parts if len(part) > 5 and not any(part in text for text in TEXTS)] == []
