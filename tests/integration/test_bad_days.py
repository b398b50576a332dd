"""Bad days: each has its message, comes before anything is changed, and is over once its cause is."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.support.deployment import PYINFRA, ROOT, Deployment, clean_environment, docker

DATA = "/var/lib/postgresql/data"
CONTENT = "SELECT md5(string_agg(c::text, '' ORDER BY c.oid)) FROM pg_class AS c WHERE relkind IN ('r', 'i', 'v', 'S')"


def inside(place: Deployment, program: str) -> str:
    """Runs a program with the data folder of a container that need not run."""
    image = docker("inspect", "-f", "{{.Image}}", place.name)
    return docker(
        "run", "--rm", "--volumes-from", place.name, "--entrypoint", "sh", "-u", "postgres", image, "-c", program
    )


@pytest.fixture
def standby(provisioned: Deployment) -> Iterator[Deployment]:
    """The server as a standby: it replays what a primary sends, here none, and takes no changes."""
    docker("stop", provisioned.name)
    inside(provisioned, f"touch {DATA}/standby.signal")
    provisioned.start()
    yield provisioned
    docker("stop", provisioned.name)
    inside(provisioned, f"rm -f {DATA}/standby.signal")
    provisioned.start()


def test_a_standby_is_refused_before_anything_is_changed(standby: Deployment) -> None:
    identity = docker("inspect", "-f", "{{.Id}} {{.State.StartedAt}}", standby.name)
    for arguments in ((), ("--data", "recreate=true")):
        message = standby.refused(*arguments, DB_MEMORY="1g", DB_TEST_NAME="another")
        assert "the server is a standby, which is read-only: deploy to its primary" in message
        assert "Nothing was changed" in message
    done = standby.pyinfra("tasks/roles.py", "-y", DB_PASSWORD="another password")
    assert done.returncode != 0
    assert "the server is a standby" in done.stdout + done.stderr
    assert docker("inspect", "-f", "{{.Id}} {{.State.StartedAt}}", standby.name) == identity


def test_what_was_a_standby_is_deployed_to_again(provisioned: Deployment) -> None:
    provisioned.deploy()
    assert provisioned.pending() == []


@pytest.fixture
def older(provisioned: Deployment) -> Iterator[Deployment]:
    """The volume as one that an older server made."""
    docker("stop", provisioned.name)
    inside(provisioned, f"echo 16 > {DATA}/PG_VERSION")
    yield provisioned
    inside(provisioned, f"echo 17 > {DATA}/PG_VERSION")
    provisioned.start()


SAYS = "are of PostgreSQL 16, and the image is of PostgreSQL 17, which cannot read"


def refused_dry(place: Deployment) -> str:
    """A dry run that has to fail by a message; gives its output."""
    done = place.pyinfra("deploy.py", "--dry")
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


def test_data_of_another_major_version_are_not_touched_by_a_start(older: Deployment) -> None:
    before = docker("inspect", "-f", "{{.State.StartedAt}}", older.name)
    assert SAYS in refused_dry(older)
    assert SAYS in older.refused()
    assert docker("inspect", "-f", "{{.State.StartedAt}} {{.State.Running}}", older.name) == f"{before} false"


def test_data_of_another_major_version_are_not_touched_where_that_was_not_known_before(older: Deployment) -> None:
    # Nobody can look into a volume before the image is there; the step that starts the container looks again.
    script = (ROOT / "ai_engine_db" / "operations" / "start.sh").read_text()
    done = older.run("sh", "-s", "--", older.name, "stopped", stdin=script)
    assert done.returncode != 0
    assert SAYS in done.stderr
    assert docker("inspect", "-f", "{{.State.Running}}", older.name) == "false"


def test_data_of_another_major_version_get_no_new_container(older: Deployment) -> None:
    keeper = docker(
        "create",
        "--volumes-from",
        older.name,
        "--entrypoint",
        "true",
        docker("inspect", "-f", "{{.Image}}", older.name),
    )
    docker("rm", older.name)
    try:
        assert SAYS in refused_dry(older)
        assert SAYS in older.refused()
        assert older.exists() == [f"volume {older.name}-data"]
    finally:
        docker("rename", keeper, older.name)
        inside(older, f"echo 17 > {DATA}/PG_VERSION")
        docker("rm", older.name)
        older.deploy()


def test_a_password_that_was_changed_outside_is_noticed_and_set_back(provisioned: Deployment) -> None:
    provisioned.psql("ALTER ROLE weedgo PASSWORD 'somebody else chose this'")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(provisioned.dsn())
    assert "~ role weedgo: password" in provisioned.changes()
    provisioned.deploy()
    psycopg.connect(provisioned.dsn()).close()


@pytest.fixture
def wrong_clock(tmp_path: Path) -> str:
    """A PATH on which the host's clock is a day ahead."""
    (tmp_path / "date").write_text("#!/bin/sh\nexec /bin/date -d '+25 hours' \"$@\"\n")
    (tmp_path / "date").chmod(0o755)
    return f"{tmp_path}:/usr/sbin:/usr/bin:/sbin:/bin"


def test_a_clock_that_is_off_by_a_day_is_shown_in_dev(provisioned: Deployment, wrong_clock: str) -> None:
    found = [line for line in provisioned.dry(PATH=wrong_clock) if line.startswith("! clock")]
    assert len(found) == 1
    assert re.search("the clock is 1 d [01] h ahead of this machine's", found[0])
    assert [line for line in provisioned.dry() if line.startswith("! clock")] == []


def staging(place: Deployment, *arguments: str, **variables: str) -> str:
    """A deploy to this machine by the rules of staging, which has to fail by a message."""
    settings = {
        "AI_ENGINE_STAGING_HOSTS": "@local",
        "DB_CONTAINER": place.name,
        "DB_VOLUME": f"{place.name}-data",
        "DB_PORT": str(place.port),
        "DB_PASSWORD": "correct horse battery",
    }
    done = subprocess.run(
        [str(PYINFRA), "inventories/staging.py", "deploy.py", "-y", *arguments],
        cwd=place.root, env=clean_environment() | settings | variables, capture_output=True, text=True, check=False,
    )  # fmt: skip
    output = done.stdout + done.stderr
    assert done.returncode != 0, output
    assert "Traceback" not in output, output
    assert "othing was changed" in output
    return output


def test_a_clock_that_is_off_by_a_day_is_refused_in_staging(provisioned: Deployment, wrong_clock: str) -> None:
    message = staging(provisioned, PATH=wrong_clock)
    assert re.search("the clock is 1 d [01] h ahead of this machine's, so backups would get wrong names", message)
    psycopg.connect(provisioned.dsn()).close()


def test_more_memory_than_the_host_has_is_refused_in_staging(provisioned: Deployment) -> None:
    message = staging(provisioned, "--data", "recreate=true", DB_MEMORY="9000g")
    assert "DB_MEMORY is 9000g, and the host has" in message


def test_the_known_password_is_refused_in_staging(provisioned: Deployment) -> None:
    message = staging(provisioned, DB_PASSWORD="weedgo123")
    assert "DB_PASSWORD: is too easy to guess; this is staging" in message
