"""TLS outside dev: required, by a certificate that clients verify, made again before it ends and without a restart."""

import re
import socket
import ssl
import struct
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from cryptography import x509

from ai_engine_db.security import certificates
from tests.support.deployment import Deployment, docker
from tests.support.waiting import until

FILE = "/var/lib/postgresql/data/tls.pem"
DAY = timedelta(days=1)
NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the authority will be."""
    return tmp_path_factory.mktemp("authority") / "ca"


@pytest.fixture(scope="module")
def staged(folder: Path) -> Iterator[Deployment]:
    place = Deployment(inventory="tests/support/staging.py", environment={"DB_TLS_CA": str(folder)})
    try:
        place.deploy()
        yield place
    finally:
        place.remove()


@pytest.fixture
def authority(staged: Deployment, folder: Path) -> certificates.Pair:
    return certificates.Pair((folder / "ca.crt").read_text(), (folder / "ca.key").read_text())


def connect(place: Deployment, root: Path, **changed: str) -> psycopg.Connection[tuple[object, ...]]:
    options = {"sslmode": "verify-full", "sslrootcert": str(root / "ca.crt"), "host": "localhost", **changed}
    return psycopg.connect(psycopg.conninfo.make_conninfo(place.dsn(), **options))


def served(place: Deployment) -> x509.Certificate:
    """The certificate that the server shows, asked by hand (manual, 53.2.10)."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with socket.create_connection(("127.0.0.1", place.port)) as plain:
        plain.sendall(struct.pack("!ii", 8, 80877103))
        assert plain.recv(1) == b"S"
        with context.wrap_socket(plain) as secure:
            found = secure.getpeercert(binary_form=True)
    assert found is not None
    return x509.load_der_x509_certificate(found)


def install(place: Deployment, pair: certificates.Pair) -> None:
    """Gives the server a certificate by hand, as the deploy would."""
    docker("exec", "-i", "-u", "postgres", place.name, "sh", "-c", f"cat >{FILE}", stdin=pair.file)
    place.psql("SELECT pg_reload_conf()")
    wanted = certificates.load(pair.certificates)[0]
    until(lambda: served(place) == wanted, "the new certificate")


def started(place: Deployment) -> str:
    return place.psql("SELECT pg_postmaster_start_time()")


def test_clients_verify_the_server_by_its_names(staged: Deployment, folder: Path) -> None:
    for host in ("localhost", "127.0.0.1"):
        with connect(staged, folder, host=host) as connection:
            row = connection.execute("SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()").fetchone()
            assert row == (True, "TLSv1.3")


def test_the_command_that_the_deploy_prints_works(staged: Deployment) -> None:
    command = re.search(r"Connect: (psql .*)", staged.deploy(DB_ROLE_LOCK_TIMEOUT="11s"))
    assert command
    done = subprocess.run(
        ["sh", "-c", f"{command[1]} -Xc '\\conninfo'"],
        env={"PGPASSWORD": staged.password, "PATH": "/usr/bin:/bin"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "SSL connection" in done.stdout, done.stderr
    staged.deploy()


def test_a_client_without_tls_is_refused(staged: Deployment, folder: Path) -> None:
    with pytest.raises(psycopg.OperationalError, match=r"no pg_hba\.conf entry .* no encryption"):
        connect(staged, folder, sslmode="disable")


def test_a_client_for_another_database_is_refused(staged: Deployment, folder: Path) -> None:
    with pytest.raises(psycopg.OperationalError, match=r"no pg_hba\.conf entry"):
        connect(staged, folder, dbname="postgres")


def test_a_client_that_trusts_another_authority_turns_away(staged: Deployment, tmp_path: Path) -> None:
    (tmp_path / "ca.crt").write_text(certificates.authority("another", NOW).certificates)
    with pytest.raises(psycopg.OperationalError, match="certificate verify failed"):
        connect(staged, tmp_path)


def test_versions_before_1_2_are_off_and_ciphers_have_forward_secrecy(staged: Deployment) -> None:
    assert staged.psql("SHOW ssl_min_protocol_version") == "TLSv1.2"
    assert staged.psql("SHOW ssl_ciphers").startswith("ECDHE")


def test_it_lives_in_the_volume_for_the_server_alone(staged: Deployment, authority: certificates.Pair) -> None:
    assert docker("exec", staged.name, "stat", "-c", "%U %a", FILE) == "postgres 600"
    text = docker("exec", staged.name, "cat", FILE)
    assert text.count("PRIVATE KEY") == 2, "the server's own, and not the authority's"
    assert authority.key.split("\n")[1] not in text


def test_no_key_is_to_be_seen_however_loud(staged: Deployment, authority: certificates.Pair) -> None:
    docker("exec", staged.name, "rm", FILE)
    output = staged.deploy("-vvv", "--debug")
    key = docker("exec", staged.name, "cat", FILE)
    assert "BEGIN CERTIFICATE" in output, "nothing of it was shown, so the test shows nothing"
    for secret in (authority.key.split("\n")[1], key.split("PRIVATE KEY-----\n")[1].split("\n")[0]):
        assert len(secret) > 30
        assert secret not in output


def test_the_next_deploy_changes_nothing(staged: Deployment) -> None:
    before = served(staged)
    assert staged.pending() == []
    staged.deploy()
    assert served(staged) == before


def test_it_survives_a_new_container(staged: Deployment) -> None:
    before = served(staged)
    docker("rm", "-f", "-v", staged.name)
    staged.deploy()
    assert served(staged) == before
    assert staged.pending() == []


@pytest.mark.parametrize("age", [375, 400])
def test_one_that_ends_soon_or_has_ended_is_made_again_without_a_restart(
    staged: Deployment, folder: Path, authority: certificates.Pair, age: int
) -> None:
    hosts = ["localhost", staged.name, "127.0.0.1"]
    install(staged, certificates.issue(authority, hosts, NOW - age * DAY))
    since = started(staged)
    session = connect(staged, folder, sslmode="require", sslrootcert="")
    told = "~ certificate: it expires on " if age < 397 else "~ certificate: it expired on "
    assert any(line.startswith(told) for line in staged.dry())
    staged.deploy()
    assert served(staged).not_valid_after_utc > NOW + 396 * DAY
    assert started(staged) == since
    assert session.execute("SELECT 1").fetchone() == (1,)
    session.close()
    connect(staged, folder).close()
    assert staged.pending() == []


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        (f"echo >>{FILE}", "its file was changed by something other than a deploy"),
        (f"chmod 644 {FILE}", "its file has mode 644"),
        (f"rm {FILE}", "there is none"),
        (f": >{FILE}", "there is none"),
    ],
)
def test_a_damaged_one_is_made_again(staged: Deployment, folder: Path, damage: str, why: str) -> None:
    docker("exec", "-u", "postgres", staged.name, "sh", "-c", damage)
    assert f"~ certificate: {why}" in staged.changes()
    staged.deploy()
    connect(staged, folder).close()
    assert staged.pending() == []


def test_another_name_of_the_server_makes_another(staged: Deployment) -> None:
    staged.deploy(DB_HOST="db.example.org")
    assert "db.example.org" in certificates.names(served(staged))
    staged.deploy()


def test_one_of_another_authority_stays_and_is_not_replaced(
    staged: Deployment, authority: certificates.Pair, tmp_path: Path
) -> None:
    elsewhere = {"DB_TLS_CA": str(tmp_path / "another")}
    staged.deploy(**elsewhere)
    install(staged, certificates.issue(authority, ["localhost", staged.name, "127.0.0.1"], NOW - 380 * DAY))
    before = served(staged)
    assert "issued by another authority than the one in" in staged.refused(**elsewhere)
    assert served(staged) == before
    assert not (tmp_path / "another").exists()
    staged.deploy()


def test_a_certificate_that_is_given_is_used(
    staged: Deployment, authority: certificates.Pair, folder: Path, tmp_path: Path
) -> None:
    pair = certificates.issue(authority, ["localhost"], NOW)
    given = write(tmp_path, pair)
    staged.deploy(**given)
    assert served(staged) == certificates.load(pair.certificates)[0]
    connect(staged, folder).close()
    assert [line for line in staged.dry(**given) if "certificate" in line] == []


def test_a_certificate_that_is_given_and_ends_soon_is_told_and_stops_no_deploy(
    staged: Deployment, authority: certificates.Pair, tmp_path: Path
) -> None:
    given = write(tmp_path, certificates.issue(authority, ["localhost"], NOW - 380 * DAY))
    ends = f"{NOW + 17 * DAY:%Y-%m-%d}"
    output = staged.deploy(**given)
    assert re.search(r"\] tls +left", output)
    assert f"the certificate of DB_TLS_CERT expires on {ends}: renew it" in output
    assert f"! hardening tls: the certificate of DB_TLS_CERT expires on {ends}: renew it" in staged.dry(**given)
    staged.deploy()


@pytest.mark.parametrize("wrong", ["expired", "not yet valid", "for another host", "with another key", "not there"])
def test_a_certificate_that_clients_would_refuse_changes_nothing(
    staged: Deployment, authority: certificates.Pair, tmp_path: Path, wrong: str
) -> None:
    before = served(staged)
    pair = certificates.issue(authority, ["localhost"], NOW)
    made = {
        "expired": certificates.issue(authority, ["localhost"], NOW - 400 * DAY),
        "not yet valid": certificates.issue(authority, ["localhost"], NOW + 9 * DAY),
        "for another host": certificates.issue(authority, ["example.org"], NOW),
        "with another key": certificates.Pair(certificates.issue(authority, ["localhost"], NOW).certificates, pair.key),
        "not there": pair,
    }
    given = write(tmp_path, made[wrong])
    if wrong == "not there":
        (tmp_path / "server.key").unlink()
    message = staged.refused(**given, DB_ROLE_LOCK_TIMEOUT="12s")
    told = {
        "expired": "it expired on",
        "not yet valid": "it is not valid before",
        "for another host": "it is for example.org, not for localhost",
        "with another key": "the key does not match the certificate",
        "not there": "No such file or directory",
    }
    assert told[wrong] in message
    assert "Nothing was changed" in message
    assert served(staged) == before
    assert "12s" not in staged.psql("SELECT rolconfig FROM pg_roles WHERE rolname = 'weedgo'")


def write(path: Path, pair: certificates.Pair) -> dict[str, str]:
    (path / "server.crt").write_text(pair.certificates)
    (path / "server.key").write_text(pair.key)
    return {"DB_TLS_CERT": str(path / "server.crt"), "DB_TLS_KEY": str(path / "server.key")}


def test_tls_cannot_be_turned_off_outside_dev(staged: Deployment) -> None:
    assert "DB_TLS is optional; in staging TLS is required" in staged.refused(DB_TLS="optional")


def test_in_dev_tls_is_optional(staged: Deployment, folder: Path) -> None:
    staged.inventory = "inventories/dev.py"
    staged.deploy(DB_TLS="optional")
    connect(staged, folder).close()
    connect(staged, folder, sslmode="disable").close()
    staged.deploy()
    with pytest.raises(psycopg.OperationalError, match="does not support SSL"):
        connect(staged, folder)
    connect(staged, folder, sslmode="disable").close()
