"""The room that a server's data has to grow. Reads ``df`` in the container; writes nothing."""

import shlex

from pyinfra.api.facts import FactBase


class FreeBytes(FactBase[int | None]):
    """Bytes that are free where a container's data is; None where there is no such container here."""

    def command(self, container: str) -> str:
        name = shlex.quote(container)
        return f"docker exec {name} sh -c 'df -Pk \"$PGDATA\"' 2>/dev/null || true"

    def process(self, output: list[str]) -> int | None:
        return int(output[-1].split()[3]) * 1024 if len(output) > 1 else None
