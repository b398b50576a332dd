"""Ctrl-C in the middle of a deploy: a clear word, a non-zero exit, and the next run goes on."""

import signal
import threading

import pytest

from tests.integration.conftest import Deployment


@pytest.fixture(scope="module")
def interrupted(deployment: Deployment) -> tuple[Deployment, int, str]:
    """A first deploy that was interrupted while it made the extensions: exit code and output."""
    process = deployment.begin()
    assert process.stdout is not None
    guard = threading.Timer(120, process.kill)
    guard.start()
    output = []
    for line in process.stdout:
        output.append(line)
        if "Starting operation: Extensions" in line:
            process.send_signal(signal.SIGINT)
    guard.cancel()
    return deployment, process.wait(), "".join(output)


def test_it_says_what_happened_and_what_to_do_without_a_traceback(interrupted: tuple[Deployment, int, str]) -> None:
    _, code, output = interrupted
    assert code == 130
    assert "run the same command again to go on" in output
    assert "Traceback" not in output


def test_the_next_run_goes_on_and_the_one_after_has_nothing_to_do(interrupted: tuple[Deployment, int, str]) -> None:
    place, _, _ = interrupted
    assert place.psql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == "0"
    place.deploy()
    assert place.psql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == "118"
    assert place.psql("SELECT count(*) FROM pg_index WHERE NOT indisvalid") == "0"
    assert place.changes() == []
