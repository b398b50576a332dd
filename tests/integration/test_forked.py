"""A fork of pyinfra is the program: the same words, streams and exit codes, whatever it is given."""

import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.support import forked
from tests.support.deployment import PYINFRA, ROOT, clean_environment

RUNS = {
    "ends well": ["--version"],
    "is refused by pyinfra": ["inventories/none.py", "deploy.py"],
    "is refused by us": ["inventories/dev.py", "deploy.py", "--dry", "--data", "db_port=high"],
    "reads an inventory": ["inventories/dev.py", "debug-inventory"],
}


@pytest.mark.parametrize("words", RUNS.values(), ids=RUNS)
def test_a_fork_says_what_the_program_says_and_ends_as_it_does(words: list[str]) -> None:
    command, environment = [str(PYINFRA), *words], clean_environment() | {"DB_PASSWORD": "of the test"}
    found = forked.run(command, ROOT, environment, "")
    program = subprocess.run(
        command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert (found.returncode, found.stdout, found.stderr) == (program.returncode, program.stdout, program.stderr)


def test_forks_at_the_same_time_have_their_own_streams_directories_and_variables(tmp_path: Path) -> None:
    def told(number: int) -> str:
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "inventory.py").write_text("import os, sys\nhosts = [os.environ['NAME'] + sys.stdin.read()]\n")
        command = [str(PYINFRA), "inventory.py", "debug-inventory"]
        environment = clean_environment() | {"NAME": f"host{number}"}
        return forked.run(command, folder, environment, f"-of-{number}").stderr

    with ThreadPoolExecutor(6) as threads:
        found = list(threads.map(told, range(6)))
    for number, text in enumerate(found):
        assert f"host{number}-of-{number}" in text


def test_another_checkout_and_what_the_interpreter_reads_take_the_program(tmp_path: Path) -> None:
    assert forked.able(ROOT, {"DB_PORT": "5434"})
    assert not forked.able(tmp_path, {})
    assert not forked.able(ROOT, {"PYTHONPATH": "elsewhere"})
