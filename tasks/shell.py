"""How the scripts of ``tasks/files`` get their inputs: as here-documents in the text that ``sh -s`` reads. Pure.

So nothing has to be put on the target first, and nothing that a script works on shows in ``ps``.
"""

import secrets
import shlex
from pathlib import Path

FILES = Path(__file__).parent / "files"


def script(name: str, **inputs: str) -> str:
    """The text for ``sh -s``: a function for each input that prints it, and then the file.

    The file ends in the call of its ``main``, so all of the text is read before anything runs.
    """
    end = f"##{secrets.token_hex(8)}##"
    functions = [f"{key}() {{\n    cat <<'{end}'\n{text.rstrip(chr(10))}\n{end}\n}}" for key, text in inputs.items()]
    return "\n".join((*functions, (FILES / name).read_text()))


def text(name: str) -> str:
    """A script that is itself the input of another."""
    return (FILES / name).read_text()


def path(name: str) -> str:
    """A path as the target's shell takes it; ``~/`` is the home of whoever pyinfra is there."""
    return f'"$HOME"/{shlex.quote(name[2:])}' if name.startswith("~/") else shlex.quote(name)
