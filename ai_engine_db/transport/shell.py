"""How shell scripts get their inputs: as here-documents in the text that ``sh -s`` reads. Pure.

So nothing has to be put on the target first, and nothing that a script works on shows in ``ps``.
"""

import secrets
import shlex
import string
from pathlib import Path

_FIRST = "#" + string.ascii_letters + string.digits + "_+-%@:,./"


def script(file: Path, **inputs: str) -> str:
    """The text for ``sh -s``: a function for each input that prints it, and then the file.

    The file ends in the call of its ``main``, so all of the text is read before anything runs.
    """
    functions = []
    for key, text in inputs.items():
        end = _end(text)
        functions.append(f"{key}() {{\n    cat <<'{end}'\n{text.rstrip(chr(10))}\n{end}\n}}")
    return "\n".join((*functions, file.read_text()))


def _end(text: str) -> str:
    """A delimiter that no line begins like: dash then loses bytes of the next letter, if that is no ASCII."""
    begun = {line[0] for line in text.split("\n") if line and not line[:32].isascii()}
    return next(char for char in _FIRST if char not in begun) + f"#{secrets.token_hex(8)}##"


def path(name: str) -> str:
    """A path as the target's shell takes it; ``~/`` is the home of whoever pyinfra is there."""
    return f'"$HOME"/{shlex.quote(name[2:])}' if name.startswith("~/") else shlex.quote(name)
