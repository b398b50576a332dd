"""What keeps a command in a container from going on, as far as engine and server tell. Reads; writes nothing."""

import shlex

from ai_engine_db.transport import locks, psql


def command(container: str, superuser: str = "") -> str:
    """The shell command that prints it, a line each; nothing when there is nothing.

    Args:
        container: where the command is.
        superuser: of the server, which is then asked for whom sessions wait that read.
    """
    name, ask = shlex.quote(container), ":"
    if superuser:
        ask = f"{psql.reading_command(name, superuser)} <<'##input##'\n{locks.awaited()}\n##input##"
    return (
        f"paused=$(docker container inspect --format '{{{{.State.Paused}}}}' {name} 2>/dev/null)\n"
        f'if [ "$paused" = true ]; then echo {shlex.quote(paused(container))}; else\n{ask}\nfi'
    )


def paused(container: str) -> str:
    """That a container is paused, in words, and what helps."""
    return f"container {container} is paused: docker unpause {container}"
