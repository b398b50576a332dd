"""The image behaves like the official PostgreSQL one, and is safe by default; other images get what they lack."""

import io
import os
import re
import subprocess
import tarfile
from collections.abc import Iterator

import psycopg
import pytest

from tests.support.deployment import Deployment, docker
from tests.support.waiting import until

OFFICIAL_DATA = "/var/lib/postgresql/data"


class Server:
    """A container of the image, as ``docker run`` makes it; with a volume of its own."""

    def __init__(self, name: str, image: str) -> None:
        self.name = name
        self.image = image

    def create(self, *options: str, command: tuple[str, ...] = (), files: dict[str, str] | None = None) -> None:
        """Makes the container, and puts files into it before its first start."""
        publish = ("--publish", "127.0.0.1::5432")
        volume = ("--volume", f"{self.name}-data:{OFFICIAL_DATA}")
        docker("create", "--name", self.name, *publish, *volume, *options, self.image, *command)
        self.put(files or {})

    def put(self, files: dict[str, str]) -> None:
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode="w") as tar:
            for path, text in files.items():
                entry = tarfile.TarInfo(path.removeprefix("/"))
                entry.size, entry.mode = len(text.encode()), 0o755 if path.endswith(".x.sh") else 0o644
                tar.addfile(entry, io.BytesIO(text.encode()))
        subprocess.run(["docker", "cp", "-", f"{self.name}:/"], input=buffer.getvalue(), check=True)

    def start(self) -> None:
        docker("start", self.name)
        answers = ["docker", "exec", self.name, "pg_isready", "-q", "-h", "127.0.0.1"]
        until(lambda: not subprocess.run(answers, check=False).returncode, self.log)

    def psql(self, sql: str, database: str = "postgres", user: str = "postgres") -> str:
        arguments = ("psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-U", user, "-d", database)
        return docker("exec", "-i", "-u", "postgres", self.name, *arguments, stdin=sql)

    def dsn(self, user: str, password: str, database: str) -> str:
        port = docker("port", self.name, "5432").splitlines()[0].split(":")[1]
        return psycopg.conninfo.make_conninfo(
            host="127.0.0.1", port=port, user=user, password=password, dbname=database
        )

    def log(self) -> str:
        done = subprocess.run(["docker", "logs", self.name], capture_output=True, text=True, check=True)
        return done.stdout + done.stderr

    def remove(self) -> None:
        subprocess.run(["docker", "rm", "-f", "-v", self.name], capture_output=True, check=False)
        subprocess.run(["docker", "volume", "rm", "-f", f"{self.name}-data"], capture_output=True, check=False)


NOTE = "CREATE TABLE IF NOT EXISTS note (at serial, text text);"


@pytest.fixture(scope="module")
def server(deployment: Deployment, image: str) -> Iterator[Server]:
    """One with all that the official image lets one set."""
    made = Server(f"{deployment.name}-image", image)
    made.create(
        "--env", "POSTGRES_USER=boss", "--env", "POSTGRES_DB=shop app",
        "--env", "POSTGRES_PASSWORD_FILE=/run/password",
        "--env", "POSTGRES_INITDB_ARGS=--wal-segsize=4 --text-search-config=french",
        "--env", f"PGDATA={OFFICIAL_DATA}/deeper/cluster",
        command=("-c", "shared_buffers=20MB", "-c", "work_mem=3MB"),
        files={
            "/run/password": "bosses' \"password\"\n",
            "/docker-entrypoint-initdb.d/10-first.sql": f"{NOTE} INSERT INTO note (text) VALUES ('sql');",
            "/docker-entrypoint-initdb.d/20-sourced.sh": "local_note='sourced'\n"
            "psql -X -U \"$POSTGRES_USER\" -d \"$POSTGRES_DB\" -c \"INSERT INTO note (text) VALUES ('$local_note')\"\n",
            "/docker-entrypoint-initdb.d/30-run.x.sh": "#!/bin/sh\nset -e\n"
            "psql -X -U \"$POSTGRES_USER\" -d \"$POSTGRES_DB\" -c \"INSERT INTO note (text) VALUES ('run')\"\n",
            "/docker-entrypoint-initdb.d/40-last.sql": "INSERT INTO note (text) VALUES (current_user);",
            "/docker-entrypoint-initdb.d/README": "not for the server",
        },
    )  # fmt: skip
    try:
        made.start()
        yield made
    finally:
        made.remove()


def test_the_superuser_and_the_database_have_the_names_that_were_asked_for(server: Server) -> None:
    assert (
        server.psql("SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user", user="boss") == "boss|t"
    )
    assert "shop app" in server.psql("SELECT datname FROM pg_database", user="boss").splitlines()
    assert server.psql("SELECT count(*) FROM pg_roles WHERE rolname = 'postgres'", user="boss") == "0"


def test_the_files_of_the_first_start_run_in_order(server: Server) -> None:
    assert server.psql("SELECT text FROM note ORDER BY at", "shop app", "boss").split() == [
        "sql",
        "sourced",
        "run",
        "boss",
    ]
    assert "ignoring /docker-entrypoint-initdb.d/README" in server.log()


def test_the_arguments_of_initdb_are_taken(server: Server) -> None:
    assert server.psql("SHOW wal_segment_size", user="boss") == "4MB"
    assert server.psql("SHOW default_text_search_config", user="boss") == "pg_catalog.french"


def test_options_go_to_the_server(server: Server) -> None:
    assert server.psql("SHOW shared_buffers", user="boss") == "20MB"
    assert server.psql("SHOW work_mem", user="boss") == "3MB"


def test_the_cluster_is_where_pgdata_says(server: Server) -> None:
    assert server.psql("SHOW data_directory", user="boss") == f"{OFFICIAL_DATA}/deeper/cluster"


def test_the_password_of_the_file_is_the_superusers(server: Server) -> None:
    stored = server.psql("SELECT rolpassword FROM pg_authid WHERE rolname = 'boss'", user="boss")
    assert stored.startswith("SCRAM-SHA-256$")
    server.psql("CREATE ROLE other LOGIN PASSWORD 'theirs'", user="boss")
    server.psql(f"ALTER ROLE other PASSWORD '{stored}'", user="boss")
    with psycopg.connect(server.dsn("other", 'bosses\' "password"', "shop app")) as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("other",)


def test_every_tcp_connection_needs_scram(server: Server) -> None:
    rules = server.psql("SELECT DISTINCT type, auth_method FROM pg_hba_file_rules ORDER BY 1, 2", user="boss")
    assert rules.splitlines() == ["host|reject", "host|scram-sha-256", "local|peer", "local|scram-sha-256"]
    assert server.psql("SHOW password_encryption", user="boss") == "scram-sha-256"
    server.psql("SET password_encryption = md5; CREATE ROLE old LOGIN PASSWORD 'old'", user="boss")
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(server.dsn("old", "old", "shop app"))


def test_the_superuser_is_refused_over_tcp_even_with_the_right_password(server: Server) -> None:
    with pytest.raises(psycopg.OperationalError, match=r"pg_hba\.conf rejects connection"):
        psycopg.connect(server.dsn("boss", 'bosses\' "password"', "shop app"))
    inside = ("exec", "-e", 'PGPASSWORD=bosses\' "password"', server.name)
    done = subprocess.run(
        ["docker", *inside, "psql", "-h", "127.0.0.1", "-U", "boss", "-d", "shop app", "-c", "SELECT 1"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "rejects connection" in done.stderr


def test_the_socket_lets_in_no_other_user_of_the_container(server: Server) -> None:
    done = subprocess.run(
        ["docker", "exec", "-u", "nobody", server.name, "psql", "-U", "boss", "-d", "shop app", "-c", "SELECT 1"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "Peer authentication failed" in done.stderr


def test_the_cluster_is_utf8_with_checksums(server: Server) -> None:
    assert server.psql("SHOW server_encoding", user="boss") == "UTF8"
    assert server.psql("SHOW data_checksums", user="boss") == "on"
    assert server.psql("SELECT upper('é') || length('né😀')", "shop app", "boss") == "É3"


def test_it_stops_cleanly_and_keeps_its_data_without_a_second_first_start(server: Server) -> None:
    server.psql("INSERT INTO note (text) VALUES ('later')", "shop app", "boss")
    before = server.psql("SELECT count(*) FROM note", "shop app", "boss")
    with psycopg.connect(server.dsn("other", 'bosses\' "password"', "shop app")):
        docker("kill", "--signal", "SIGINT", server.name)
        assert docker("wait", server.name) == "0"
    assert "database system is shut down" in server.log().splitlines()[-1]
    since = len(server.log())
    server.start()
    assert server.psql("SELECT count(*) FROM note", "shop app", "boss") == before
    assert "database system was not properly shut down" not in server.log()[since:]
    assert docker("inspect", "-f", "{{.Config.StopSignal}}", server.name) == "SIGINT"


@pytest.fixture
def plain(deployment: Deployment, image: str) -> Iterator[Server]:
    made = Server(f"{deployment.name}-plain", image)
    yield made
    made.remove()


def test_a_first_start_that_was_killed_begins_again_from_nothing(plain: Server) -> None:
    slow = f"{NOTE} INSERT INTO note (text) VALUES ('once');\n\\! until test -e /go; do sleep 0.1; done\n"
    plain.create(files={"/docker-entrypoint-initdb.d/slow.sql": slow})
    docker("start", plain.name)
    until(lambda: "INSERT 0 1" in plain.log(), plain.log)
    docker("kill", plain.name)
    plain.put({"/go": ""})
    plain.start()
    assert "the first start was interrupted, it begins again" in plain.log()
    assert plain.psql("SELECT text FROM note") == "once"


def test_a_failing_file_stops_the_first_start_with_its_error(plain: Server) -> None:
    plain.create(files={"/docker-entrypoint-initdb.d/bad.sql": "SELECT 1;\nSELECT no_such_column;\n"})
    docker("start", plain.name)
    assert docker("wait", plain.name) != "0"
    assert 'bad.sql:2: ERROR:  column "no_such_column" does not exist' in plain.log()


@pytest.mark.parametrize(
    ("options", "files", "says"),
    [
        (
            ("--env", "POSTGRES_PASSWORD_FILE=/nowhere"),
            {},
            "POSTGRES_PASSWORD_FILE names /nowhere, which cannot be read",
        ),
        (
            ("--env", "POSTGRES_PASSWORD=x", "--env", "POSTGRES_PASSWORD_FILE=/y"),
            {},
            "POSTGRES_PASSWORD and POSTGRES_PASSWORD_FILE are both set",
        ),
        ((), {f"{OFFICIAL_DATA}/something": "else"}, f"{OFFICIAL_DATA} holds files but no cluster"),
    ],
    ids=["a file that is not there", "two passwords", "a folder in use"],
)
def test_what_it_cannot_work_with_it_refuses(
    plain: Server, options: tuple[str, ...], files: dict[str, str], says: str
) -> None:
    plain.create(*options, files=files)
    docker("start", plain.name)
    assert docker("wait", plain.name) == "1"
    assert says in plain.log()


def test_another_command_than_the_server_runs_as_it_is(image: str) -> None:
    assert docker("run", "--rm", image, "echo", "hello") == "hello"
    assert re.match(r"postgres \(PostgreSQL\) 17\.", docker("run", "--rm", image, "postgres", "--version"))


# Images of others


def derive(tag: str, *lines: str) -> str:
    """Builds an image from the lines of a Dockerfile."""
    subprocess.run(
        ["docker", "build", "-q", "-t", tag, "-"],
        input="\n".join(lines),
        env=os.environ | {"DOCKER_BUILDKIT": "0"},
        text=True,
        check=True,
        capture_output=True,
    )
    return tag


@pytest.fixture(scope="module")
def without_postgis(image: str, deployment: Deployment) -> Iterator[str]:
    packages = "postgresql-17-postgis-3 postgresql-17-postgis-3-scripts"
    yield derive(f"ai-engine-nopostgis:{deployment.name}", f"FROM {image}", f"RUN dpkg --purge {packages}")
    docker("rmi", f"ai-engine-nopostgis:{deployment.name}", check=False)


@pytest.fixture(scope="module")
def without_apt(without_postgis: str, deployment: Deployment) -> Iterator[str]:
    yield derive(f"ai-engine-noapt:{deployment.name}", f"FROM {without_postgis}", "RUN rm /usr/bin/apt-get")
    docker("rmi", f"ai-engine-noapt:{deployment.name}", check=False)


def test_what_an_image_lacks_is_installed_in_the_container(fresh: Deployment, without_postgis: str) -> None:
    fresh.environment = {"DB_IMAGE": without_postgis}
    assert fresh.pyinfra("tasks/container.py", "-y").returncode == 0
    lines = fresh.dry()
    assert f"~ container {fresh.name}: install packages for postgis, postgis_topology" in lines
    steps = [f"tasks/{step}.py" for step in ("packages", "access", "roles", "databases", "extensions")]
    done = fresh.pyinfra(*steps, "-y")
    assert done.returncode == 0, done.stdout + done.stderr
    with psycopg.connect(fresh.dsn()) as connection:
        version = connection.execute("SELECT postgis_lib_version()").fetchone()
    assert version is not None
    assert version[0].startswith("3.5.")
    assert not [line for line in fresh.dry() if "install packages" in line]


def test_what_an_image_lacks_and_cannot_install_is_named(fresh: Deployment, without_apt: str) -> None:
    fresh.environment = {"DB_IMAGE": without_apt}
    message = fresh.refused()
    assert f"container {fresh.name} has no apt to install the missing packages: postgis postgis_topology" in message
    assert fresh.psql("SELECT count(*) FROM pg_database WHERE NOT datistemplate", "postgres") == "1"
