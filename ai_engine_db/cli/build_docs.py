"""``make docs``: writes ``docs/schema`` from the lock. Touches nothing else.

A page whose domain is gone goes with it.
"""

import sys
from collections.abc import Mapping
from pathlib import Path

from ai_engine_db.schema import lock
from ai_engine_db.schema_docs.browse import pages

PATH = lock.ROOT / "docs" / "schema"


def write(texts: Mapping[str, str], path: Path = PATH) -> tuple[int, int]:
    """Makes the pages below ``path`` the ones given; returns how many it wrote and how many it removed."""
    path.mkdir(parents=True, exist_ok=True)
    written = removed = 0
    for name, text in texts.items():
        page = path / name
        if not page.exists() or page.read_text(encoding="utf-8") != text:
            page.write_text(text, encoding="utf-8")
            written += 1
    for page in path.glob("*.md"):
        if page.name not in texts:
            page.unlink()
            removed += 1
    return written, removed


def main() -> int:
    """Writes the pages and says so in one line; 1 when the lock is stale."""
    try:
        texts = pages(lock.fresh())
    except lock.LockError as error:
        print(f"make docs: {error}", file=sys.stderr)
        return 1
    written, removed = write(texts)
    print(f"{PATH.relative_to(lock.ROOT)}: {len(texts)} pages, {written} written, {removed} removed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
