"""pyinfra as most tests run it: imported once for each of pytest's processes, and forked for a run.

Of a run that has little to do, most is importing. A fork is pyinfra's own ``main()`` with the arguments, the directory,
the environment and the streams of a run, and ends as the program does. Tests that disturb a run, give it a terminal or
deploy another checkout start the program itself, as the README's commands and the smoke tests do.
"""

import gc
import importlib
import json
import os
import pkgutil
import random
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from select import select
from tempfile import TemporaryFile

from gevent._hub_local import get_hub_if_exists

import ai_engine_db
from tests.support.waiting import LIMIT

ROOT = Path(__file__).resolve().parents[2]
# What the interpreter itself reads when it starts.
STARTING = ("PYTHON", "LC_", "LANG")
# Bytes of a request.
LONGEST = 2**20


def able(root: Path, variables: Mapping[str, str]) -> bool:
    """Whether a run is a fork's: of the checkout that was imported, and nothing for the interpreter to read."""
    return root == ROOT and not any(name.startswith(STARTING) for name in variables)


def run(
    words: Sequence[str], root: Path, environment: Mapping[str, str], given: str
) -> "subprocess.CompletedProcess[str]":
    """As ``subprocess.run`` with captured output.

    Args:
        words: the command, whose first is pyinfra's program.
        root: the directory. environment: all of it.
        given: on standard input.
    """
    with TemporaryFile("w+") as stdin, TemporaryFile("w+") as stdout, TemporaryFile("w+") as stderr:
        stdin.write(given)
        stdin.seek(0)
        reader, writer = os.pipe()
        request = json.dumps([list(words), str(root), dict(environment)]).encode()
        socket.send_fds(_server(), [request], [stdin.fileno(), stdout.fileno(), stderr.fileno(), writer])
        os.close(writer)
        with open(reader) as answers:
            # A hang is a failure too.
            assert select([answers], [], [], LIMIT)[0], f"{' '.join(words)} did not end within {LIMIT} s"
            answer = answers.readline()
        assert answer, "the process that forks pyinfra died"
        for stream in (stdout, stderr):
            stream.seek(0)
        return subprocess.CompletedProcess(list(words), int(answer), stdout.read(), stderr.read())


@cache
def _server() -> socket.socket:
    """The way to the process that forks, which ends when this one does: it reads from here as its standard input."""
    ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with its:
        subprocess.Popen(
            [sys.executable, "-m", "tests.support.forked"], cwd=ROOT, stdin=its.fileno(), start_new_session=True
        )
    return ours


def _serve() -> None:
    """Forks for whoever asks, and tells each how its fork ended."""
    # pyinfra puts gevent's in their places, whose loop a fork must not share with us.
    fork, wait, look = os.fork, os.waitpid, select
    requests = socket.socket(fileno=0)
    main = _imported()
    answers: dict[int, int] = {}
    while True:
        if look([requests], [], [], 0.02 if answers else None)[0]:
            request, descriptors, _, _ = socket.recv_fds(requests, LONGEST, 4)
            if not request:
                return
            *streams, answer = descriptors
            words, root, environment = json.loads(request)
            process = fork()
            if process == 0:
                os.close(answer)
                _become(words, root, environment, streams)
                sys.exit(main())
            for stream in streams:
                os.close(stream)
            answers[process] = answer
        for process in list(answers):
            ended, status = wait(process, os.WNOHANG)
            if ended:
                with open(answers.pop(process), "w") as told:
                    told.write(f"{os.waitstatus_to_exitcode(status)}\n")


def _imported() -> Callable[[], int | None]:
    """pyinfra's program, with all that a run of ours imports."""
    main: Callable[[], int | None] = importlib.import_module("pyinfra_cli.main").main
    for module in pkgutil.walk_packages(ai_engine_db.__path__, "ai_engine_db."):
        if not module.name.startswith("ai_engine_db.cli"):
            importlib.import_module(module.name)
    assert get_hub_if_exists() is None
    # What is there stays: a collection in a fork would copy all of its memory.
    gc.freeze()
    return main


def _become(words: list[str], root: str, environment: dict[str, str], streams: Sequence[int]) -> None:
    """Makes of a fork what the program is when it starts."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(root)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    random.seed()
    sys.argv = words


if __name__ == "__main__":
    _serve()
