"""A backup holds everything, is there whole or not at all, and tells when something happened to it."""

import hashlib
import os
import shutil
import signal
import stat
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from tests.support import backups
from tests.support.deployment import PYINFRA, ROOT, Deployment, clean_environment, docker, read_until, the_rest
from tests.support.others import held, somebody, wait_for
from tests.support.waiting import LIMIT, until


@pytest.fixture(scope="module")
def place(provisioned: Deployment, tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    """A deployment with rows of all kinds."""
    backups.provision(provisioned, tmp_path_factory.mktemp("backups") / "of this test's")
    return provisioned


@pytest.fixture(scope="module")
def taken(place: Deployment) -> Path:
    """Its first backup."""
    return backups.backup(place, DB_TEST_NAME="ai_engine_test")


@contextmanager
def meanwhile(action: Callable[[threading.Event], None]) -> Iterator[None]:
    """Runs an action beside the block, which it may look at an event to see the end of."""
    done = threading.Event()
    thread = threading.Thread(target=action, args=[done])
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join(LIMIT)


# A session that has all the locks that it wants of tables, but for the last one.
WAITING = """
SELECT a.pid FROM pg_locks AS l JOIN pg_stat_activity AS a USING (pid)
WHERE NOT l.granted AND a.application_name LIKE '{} %' AND a.query LIKE 'LOCK TABLE %'
"""
AT_WORK = "application_name LIKE 'ai-engine-db deploy %'"


def test_each_database_with_tables_gets_a_backup_named_after_it_and_nothing_else_lies_there(
    place: Deployment, taken: Path
) -> None:
    found = backups.names(place)
    assert len(found) == 2
    assert found[0] == taken.name
    assert found[1].startswith("ai_engine_test_backup_")
    assert backups.left_over(place) == []


def test_nobody_else_can_read_a_backup(taken: Path) -> None:
    assert stat.S_IMODE(taken.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in taken.iterdir()} == {0o600}


def test_the_manifest_has_the_sha256_of_every_other_file(taken: Path) -> None:
    sums = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in taken.iterdir()}
    del sums["manifest.json"]
    assert {name: file["sha256"] for name, file in backups.manifest(taken)["files"].items()} == sums
    assert "toc.dat" in sums


def test_the_manifest_has_the_versions_and_the_rows_of_every_table(place: Deployment, taken: Path) -> None:
    data = backups.manifest(taken)
    assert data["versions"]["server"] == place.psql("SHOW server_version")
    assert data["versions"]["postgis"] == place.psql("SELECT extversion FROM pg_extension WHERE extname = 'postgis'")
    counts = place.psql(
        "SELECT format('SELECT %L, count(*) FROM %s', oid::regclass, oid::regclass) FROM pg_class"
        " WHERE relkind = 'r' AND relnamespace IN ('public'::regnamespace, 'side'::regnamespace) \\gexec"
    )
    wanted = dict(line.rsplit("|", 1) for line in counts.splitlines())
    found = {name.removeprefix("public."): str(rows["rows"]) for name, rows in data["tables"].items()}
    assert {name: found[name] for name in wanted} == wanted
    assert wanted['side."Odd ""kinds"'] == str(backups.ROWS)


def test_no_password_is_in_a_backup_neither_plain_nor_as_a_verifier(taken: Path) -> None:
    assert '"an alyst"' in (taken / "manifest.json").read_text()
    for path in taken.iterdir():
        content = path.read_bytes()
        assert b"SCRAM-SHA-256$" not in content
        assert b"canary-of-the-analyst" not in content


def test_large_objects_are_in_a_backup(place: Deployment) -> None:
    place.psql("SET ROLE weedgo; SELECT lo_from_bytea(4711, 'large')")
    try:
        assert (backups.backup(place) / "blob_4711.dat.zst").exists()
    finally:
        place.psql("SELECT lo_unlink(4711)")


def test_any_pg_restore_can_read_it(place: Deployment, taken: Path) -> None:
    # Into /tmp and not by docker cp: the container's own files are read-only.
    read = "mkdir /tmp/backup && tar -x -C /tmp/backup && pg_restore --list /tmp/backup; rm -rf /tmp/backup"
    with subprocess.Popen(["tar", "-c", "-C", str(taken), "."], stdout=subprocess.PIPE) as tar:
        listed = subprocess.run(
            ["docker", "exec", "-i", place.name, "sh", "-c", read],
            stdin=tar.stdout,
            check=True,
            capture_output=True,
            text=True,
        )
    assert "TABLE DATA public users weedgo" in listed.stdout


def test_a_good_backup_is_verified_and_leaves_no_scratch_database(place: Deployment, taken: Path) -> None:
    # A comment alone makes no database one of ours.
    place.psql("CREATE DATABASE theirs; COMMENT ON DATABASE theirs IS 'ai-engine-db scratch 20200101_000000'")
    before = place.psql(backups.DATABASES)
    # Left by a run that was killed long ago.
    place.psql(
        "CREATE DATABASE ai_engine_verify_dead0000;"
        " COMMENT ON DATABASE ai_engine_verify_dead0000 IS 'ai-engine-db scratch 20200101_000000'"
    )
    output = backups.run(place, "verify_backup", "--data", f"backup={taken.name}")
    rows = sum(table["rows"] for table in backups.manifest(taken)["tables"].values())
    assert f"{rows} rows, the same as were backed up" in output
    assert place.psql(backups.DATABASES) == before
    assert backups.left_over(place) == []
    place.psql("DROP DATABASE theirs", "postgres")


# A schema of the owner's that an extension is in, and a grant that says what PostgreSQL grants anyway.
OWNERS = """
SET ROLE weedgo;
CREATE SCHEMA mine;
CREATE EXTENSION hstore SCHEMA mine;
CREATE TABLE mine.kept (id integer PRIMARY KEY, words mine.hstore);
INSERT INTO mine.kept VALUES (1, 'a=>1');
CREATE TABLE public.other (id integer);
CREATE FUNCTION public.plain() RETURNS integer LANGUAGE sql AS 'SELECT 1';
GRANT EXECUTE ON FUNCTION public.plain() TO PUBLIC;
"""


def test_what_an_owner_may_make_in_its_database_comes_back(place: Deployment) -> None:
    place.psql("CREATE DATABASE owners OWNER weedgo TEMPLATE template0", "postgres")
    try:
        place.psql(OWNERS, "owners")
        settings = {"DB_NAME": "owners", "DB_TEST_NAME": "absent"}
        backups.run(place, "backup", **settings)
        output = backups.run(place, "restore", "--data", "backup=latest", **settings)
        assert "restored 2 tables with 1 rows, the same as were backed up" in output
        assert place.psql("TABLE mine.kept", "owners") == '1|"a"=>"1"'
        assert place.psql("SELECT nspowner::regrole FROM pg_namespace WHERE nspname = 'mine'", "owners") == "weedgo"
    finally:
        place.psql(
            "SELECT format('DROP DATABASE %I', datname) FROM pg_database WHERE datname ~ '^owners' \\gexec", "postgres"
        )


@pytest.fixture
def damaged(taken: Path, tmp_path: Path) -> Iterator[Path]:
    """The backup, for a test to damage; it is whole again afterwards."""
    shutil.copytree(taken, tmp_path / "whole")
    yield taken
    shutil.rmtree(taken)
    shutil.copytree(tmp_path / "whole", taken)


def largest(backup: Path) -> Path:
    return max(backup.glob("*.dat.zst"), key=lambda path: path.stat().st_size)


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def link_elsewhere(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.symlink_to("/etc/passwd")


@pytest.mark.parametrize(
    ("damage", "choose", "words"),
    [
        (flip, largest, "was altered"),
        (flip, lambda backup: backup / "toc.dat", "was altered"),
        (flip, lambda backup: backup / "manifest.json", "was altered"),
        (lambda path: os.truncate(path, 100), largest, "has 100 bytes instead of"),
        (lambda path: os.truncate(path, 100), lambda backup: backup / "manifest.json", "truncated"),
        (Path.unlink, largest, "is missing"),
        (link_elsewhere, largest, "is not a regular file"),
        (link_elsewhere, lambda backup: backup / "listed-nowhere.dat", "is not a regular file"),
    ],
    ids=[
        "flipped bit",
        "flipped bit in the list",
        "flipped bit in the manifest",
        "cut",
        "manifest cut",
        "missing",
        "a link",
        "a link more",
    ],
)
def test_damage_is_found_and_its_file_named(
    place: Deployment, damaged: Path, damage: Callable[[Path], None], choose: Callable[[Path], Path], words: str
) -> None:
    file = choose(damaged)
    damage(file)
    output = backups.refused(place, "verify_backup", "--data", f"backup={damaged.name}")
    (line,) = [line for line in output.splitlines() if file.name in line]
    assert words in line
    assert backups.left_over(place) == []


@pytest.fixture(scope="module")
def while_writing(place: Deployment, taken: Path) -> tuple[Path, int]:
    """A second backup, made while a writer runs, and the number of its transactions; other rows have only moved."""
    place.psql(
        'UPDATE side."Odd ""kinds" SET exact = exact WHERE id % 3 = 0;'
        "SET ROLE weedgo; CREATE TABLE side.account (id integer PRIMARY KEY, amount bigint NOT NULL);"
        "CREATE TABLE side.entry (id bigserial PRIMARY KEY, amount bigint NOT NULL);"
        "INSERT INTO side.account VALUES (1, 0);"
    )
    written = [0]

    def write(done: threading.Event) -> None:
        with psycopg.connect(place.dsn(), autocommit=True) as connection:
            while not done.is_set():
                with connection.transaction():
                    connection.execute("UPDATE side.account SET amount = amount + 1")
                    connection.execute("INSERT INTO side.entry (amount) VALUES (1)")
                written[0] += 1

    with meanwhile(write):
        made = backups.backup(place)
    return made, written[0]


def test_rows_digests_and_dump_are_of_one_moment_while_others_write(
    place: Deployment, while_writing: tuple[Path, int]
) -> None:
    made, written = while_writing
    assert 0 < backups.manifest(made)["tables"]["side.entry"]["rows"] < written
    output = backups.run(place, "verify_backup", "--data", f"backup={made.name}")
    assert "the same as were backed up" in output


def test_the_digests_do_not_depend_on_the_order_of_rows(taken: Path, while_writing: tuple[Path, int]) -> None:
    first, second = backups.manifest(taken), backups.manifest(while_writing[0])
    assert {name: second["tables"][name] for name in first["tables"]} == first["tables"]
    assert second["snapshot"] == first["snapshot"]


def test_without_room_it_is_refused_with_the_figures_before_anything_is_written(
    place: Deployment, tmp_path: Path
) -> None:
    script = f'mount -t tmpfs -o size=1m tmpfs {tmp_path} && shift && exec "$@"; ls -A {tmp_path} >&2'
    settings = {"DB_CONTAINER": place.name, "DB_VOLUME": f"{place.name}-data", "DB_PORT": str(place.port)}
    done = subprocess.run(
        ["unshare", "--mount", "--map-root-user", "sh", "-c", script, "sh", "-", str(PYINFRA), "inventories/dev.py",
         "tasks/backup.py", "-y"],
        cwd=ROOT, env=clean_environment() | settings | {"DB_PASSWORD": place.password, "DB_BACKUP_DIR": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert "may need" in done.stderr
    assert f"{tmp_path} has 1.0 MB free: make room there. Nothing was changed." in done.stderr
    assert backups.left_over(place) == []


@pytest.mark.parametrize("folder", ["relative/folder", "/dev/null/backups"])
def test_a_folder_that_cannot_be_one_is_refused(place: Deployment, folder: str) -> None:
    assert "DB_BACKUP_DIR" in backups.refused(place, "backup", DB_BACKUP_DIR=folder)


def test_a_link_to_nowhere_and_a_file_are_refused_as_the_folder_of_backups(place: Deployment, tmp_path: Path) -> None:
    link, file = tmp_path / "link", tmp_path / "file"
    link.symlink_to(tmp_path / "of a disk that is not mounted")
    file.touch()
    for folder in (link, link / "below"):
        message = backups.refused(place, "backup", DB_BACKUP_DIR=str(folder))
        assert f"DB_BACKUP_DIR: {link} is a dangling symbolic link" in message
    assert f"DB_BACKUP_DIR: {file} is not a directory" in backups.refused(place, "backup", DB_BACKUP_DIR=str(file))
    assert "is a dangling symbolic link" in backups.refused(
        place, "restore", "--data", "backup=latest", DB_BACKUP_DIR=str(link)
    )


@pytest.mark.parametrize("step", ["verify_backup", "restore"])
def test_latest_is_no_older_one_where_the_latest_cannot_be_read(place: Deployment, taken: Path, step: str) -> None:
    newest = taken.with_name("ai_engine_backup_29990101_000000")
    newest.symlink_to("of a disk that is not mounted")
    try:
        latest = backups.refused(place, step, "--data", "backup=latest")
        named = backups.refused(place, step, "--data", f"backup={newest.name}")
    finally:
        newest.unlink()
    assert f"the latest backup is {newest.name}, and root cannot read all of it" in latest
    assert f"backup {newest.name}: root cannot read all of it" in named


@contextmanager
def taken_connections(place: Deployment, left: int) -> Iterator[None]:
    """Sessions of somebody, so that this many are left to those who are no superuser."""
    place.psql("CREATE ROLE crowd LOGIN PASSWORD 'crowd'; GRANT CONNECT ON DATABASE ai_engine TO crowd", "postgres")
    most, used = map(
        int,
        place.psql(
            "SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int,"
            " count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        ).split("|"),
    )
    crowd = [
        psycopg.connect(place.dsn(), user="crowd", password="crowd", autocommit=True) for _ in range(most - used - left)
    ]
    try:
        yield
    finally:
        for each in crowd:
            each.close()
        place.psql("DROP OWNED BY crowd", "ai_engine")
        place.psql("DROP OWNED BY crowd; DROP ROLE crowd", "postgres")


def test_with_few_connections_left_it_makes_do_with_those(place: Deployment) -> None:
    with taken_connections(place, 5):
        made = backups.backup(place)
        done = place.pyinfra("tasks/verify_backup.py", "-y", "--data", f"backup={made.name}")
    assert done.returncode == 0, done.stdout + done.stderr
    shutil.rmtree(made)


def test_with_no_connection_left_it_says_so_and_leaves_nothing(place: Deployment) -> None:
    before = backups.names(place)
    with taken_connections(place, 3):
        message = backups.refused(place, "backup")
    assert "of the server's 100 connections are in use: 3 are free for this, and 4 are needed" in message
    assert backups.names(place) == before
    assert backups.left_over(place) == []


def test_a_backup_whose_dump_fails_leaves_nothing_and_fails_the_step(place: Deployment) -> None:
    before = backups.names(place)
    ended: list[str] = []

    def end_dump(done: threading.Event) -> None:
        while not done.is_set() and not ended:
            ended.extend(
                place.psql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {AT_WORK}").splitlines()
            )

    with meanwhile(end_dump):
        output = backups.refused(place, "backup")
    assert ended
    assert "There is no backup of ai_engine" in output
    assert backups.names(place) == before
    assert backups.left_over(place) == []


def test_it_waits_for_a_deploy_that_works_in_the_database(place: Deployment) -> None:
    with somebody(place):
        backup = place.begin("tasks/backup.py")
        output = read_until(backup, "waiting for the night shift")
    output += the_rest(backup)
    assert backup.returncode == 0, output
    assert "waiting for the night shift (role postgres, server process " in output
    assert backups.left_over(place) == []


def test_a_deploy_waits_for_a_backup_and_says_for_which(place: Deployment) -> None:
    place.psql("DROP INDEX idx_users_store_id")
    with held(place) as connection:
        backup = place.begin("tasks/backup.py")
        wait_for(place, WAITING.format("ai-engine-db deploy"))
        deploy = place.begin("tasks/domains.py")
        output = read_until(deploy, "waiting for ai-engine-db deploy by ")
        connection.rollback()
    the_rest(backup)
    assert "server process" in output + the_rest(deploy)
    assert place.psql("SELECT count(*) FROM pg_class WHERE relname = 'idx_users_store_id'") == "1"


def test_one_that_somebody_is_in_the_way_of_begins_again(place: Deployment) -> None:
    before = backups.names(place)
    # pg_dump has its locks up to this table, its workers have none yet; and they do not queue behind anybody.
    with held(place) as connection:
        backup = place.begin("tasks/backup.py")
        wait_for(place, WAITING.format("ai-engine-db deploy"))
        with ThreadPoolExecutor() as threads, psycopg.connect(place.dsn(), application_name="the late shift") as late:
            threads.submit(late.execute, "LOCK TABLE users")
            wait_for(place, WAITING.format("the late"))
            connection.rollback()
            output = read_until(backup, "waiting")
            late.rollback()
    output += the_rest(backup)
    assert 'could not obtain lock on relation "public.users"' in output
    assert len(set(backups.names(place)) - set(before)) == 2
    assert backups.left_over(place) == []


def test_one_that_is_in_the_way_for_long_is_named_and_there_is_no_backup(place: Deployment) -> None:
    before = backups.names(place)
    with somebody(place):
        output = backups.refused(place, "backup", DB_LOCK_WAIT="2")
    assert "gave up after 2 s (DB_LOCK_WAIT): the night shift (role postgres, server process " in output
    assert "There is no backup of ai_engine, so nothing more is changed." in output
    assert backups.names(place) == before


def test_ctrl_c_leaves_nobody_at_work(place: Deployment) -> None:
    before = backups.names(place)
    with held(place):
        backup = place.begin("tasks/backup.py")
        wait_for(place, WAITING.format("ai-engine-db deploy"))
        backup.send_signal(signal.SIGINT)
        assert backup.wait(timeout=LIMIT) == 130
        wait_for(place, f"SELECT 1 WHERE NOT EXISTS (SELECT FROM pg_stat_activity WHERE {AT_WORK})")
    assert backups.names(place) == before


def test_a_killed_pyinfra_leaves_nothing(place: Deployment) -> None:
    before = backups.names(place)
    process = place.begin("tasks/backup.py", output=subprocess.DEVNULL)
    until(lambda: backups.left_over(place), "a backup at work")
    process.send_signal(signal.SIGKILL)
    process.wait()
    until(lambda: backups.left_over(place) == [], lambda: backups.left_over(place))
    assert backups.names(place) == before


def test_old_backups_go_and_what_is_not_ours_stays(place: Deployment, taken: Path, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    ours = [f"ai_engine_backup_{now - timedelta(days=days):%Y%m%d_%H%M%S}" for days in (1, 2, 3, 40)]
    for name in (*ours, "other_backup_20200101_000000"):
        shutil.copytree(taken, tmp_path / name)
    # One without a manifest was not made by a backup, and the second of these two belongs to nobody any more.
    for name in (
        "notes",
        "ai_engine_backup_20200103_000000",
        "x_backup_20260101_000000.partial",
        "x_backup_20200101_000000.partial",
    ):
        (tmp_path / name).mkdir()
    long_ago = time.time() - 2 * 86400
    os.utime(tmp_path / "x_backup_20200101_000000.partial", (long_ago, long_ago))
    dead = "/tmp/ai-engine-db-dead"  # noqa: S108
    docker("exec", "-u", "postgres", place.name, "sh", "-c", f"mkdir {dead}; cd {dead}; touch -d -2days .")

    settings = {"DB_TEST_NAME": "absent", "DB_BACKUP_DIR": str(tmp_path)}
    backups.run(place, "backup", DB_BACKUP_KEEP="3", **settings)
    found = {path.name for path in tmp_path.iterdir()}
    (made,) = [name for name in found if name > ours[0] and name.startswith("ai_engine_backup_")]
    stays = {
        "other_backup_20200101_000000",
        "notes",
        "ai_engine_backup_20200103_000000",
        "x_backup_20260101_000000.partial",
    }
    assert found == {made, ours[0], ours[1]} | stays
    backups.run(place, "backup", DB_BACKUP_KEEP_DAYS="2", **settings)
    assert {path.name for path in tmp_path.iterdir()} - found
    assert not (tmp_path / ours[1]).exists()
    assert (tmp_path / ours[0]).exists()
    assert backups.left_over(place) == []


def test_in_a_deploy_there_is_a_backup_only_of_what_is_about_to_change(place: Deployment) -> None:
    before = backups.names(place)
    assert place.pyinfra("tasks.backup.backup", "-y").returncode == 0
    assert backups.names(place) == before
    place.psql("DROP INDEX idx_users_store_id")
    done = place.pyinfra("tasks.backup.backup", "-y")
    assert done.returncode == 0
    assert "+ backup of ai_engine in " in done.stderr
    (made,) = set(backups.names(place)) - set(before)
    assert made.startswith("ai_engine_backup_")


def test_a_database_without_tables_needs_no_backup(place: Deployment) -> None:
    before = backups.names(place)
    place.psql("CREATE DATABASE bare OWNER weedgo", "postgres")
    for always in ("tasks.backup.backup", "tasks/backup.py"):
        done = place.pyinfra(always, "-y", DB_NAME="bare", DB_TEST_NAME="absent")
        assert done.returncode == 0, done.stderr
    assert backups.names(place) == before


def test_a_database_of_any_name_is_backed_up_and_verified(place: Deployment) -> None:
    name = "a/b 'c\" é%=d"
    quoted = name.replace('"', '""')
    place.psql(f'CREATE DATABASE "{quoted}" OWNER weedgo TEMPLATE template0', "postgres")
    docker_psql = ["docker", "exec", "-u", "postgres", "-e", f"PGDATABASE={name}", place.name, "psql", "-XAtqc"]
    subprocess.run([*docker_psql, "CREATE TABLE t (i integer); INSERT INTO t VALUES (1)"], check=True)
    backups.run(place, "backup", DB_NAME=name, DB_TEST_NAME="absent")
    output = backups.run(place, "verify_backup", "--data", "backup=latest", DB_NAME=name, DB_TEST_NAME="absent")
    assert "1 tables with 1 rows, the same as were backed up" in output
    assert backups.left_over(place) == []


def test_an_owner_and_a_schema_of_an_extension_of_any_name_come_back_with_their_default_privileges(
    fresh: Deployment,
) -> None:
    """The lines that tell what is in a dump end with an owner, whose name holds blanks, too."""
    fresh.environment |= {"DB_USER": "élise  d'eau \"weedgo", "DB_TEST_NAME": "absent"}
    fresh.deploy()
    fresh.psql('CREATE SCHEMA "mes outils"; CREATE EXTENSION hstore SCHEMA "mes outils"')
    fresh.psql('CREATE ROLE "d\'eau ""weedgo"; GRANT CREATE ON SCHEMA public TO "d\'eau ""weedgo"')
    fresh.psql('ALTER DEFAULT PRIVILEGES FOR ROLE "d\'eau ""weedgo" IN SCHEMA public GRANT SELECT ON TABLES TO PUBLIC')
    defaults = "SELECT defaclrole::regrole, defaclnamespace::regnamespace, defaclacl FROM pg_default_acl ORDER BY 1, 2"
    others = [line for line in fresh.psql(defaults).splitlines() if line.startswith('"élise')]
    assert len(others) > 1
    for step in ("backup", "restore"):
        done = fresh.pyinfra(f"tasks/{step}.py", "-y", *(["--data", "backup=latest"] if step == "restore" else []))
        assert done.returncode == 0, done.stdout + done.stderr
    said = done.stdout + done.stderr
    # Of the other role, whose name ends the same: nobody but that one may give these.
    assert said.count("left out, because only a superuser can create it") == 1, said
    assert fresh.psql(defaults).splitlines() == others
    assert fresh.changes() == []
