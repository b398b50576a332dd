"""What there was in earlier locks, by the history of git. Runs git; reads."""

import json
import re
import subprocess
from functools import cache

from ai_engine_db.schema import lock
from ai_engine_db.schema.rename import PARTS, last


@cache
def was(key: str) -> bool:
    """Whether an object, by its id, was in a lock that was committed; without git, everything may have been.

    A label is told by its enum.
    """
    kind, _, path = key.partition(" ")
    name = last(path, kind) if kind in PARTS else path
    parent = path[: -len(name) - 1] if kind in PARTS else ""
    if kind == "label":
        kind, name, parent = "type", parent, ""
    said = f'"kind": {json.dumps(kind)}, "name": {json.dumps(name, ensure_ascii=False)}'
    pattern = re.escape(said) + (f'.*"parent": {re.escape(json.dumps(parent, ensure_ascii=False))}' if parent else "")
    words = ["log", "--all", "-1", "--format=%h", f"-G{pattern}", "--", str(lock.PATH)]
    try:
        done = subprocess.run(["git", "-C", str(lock.ROOT), *words], capture_output=True, text=True, check=False)
    except OSError:
        return True
    return done.returncode != 0 or bool(done.stdout.strip())
