"""Who may come in, and by which certificate: texts and decisions made of settings and of the time."""

import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from ai_engine_db.security import access, authority, certificates, container, parameters, privileges, tls
from ai_engine_db.settings import Settings

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def settings(environment: str = "staging", **changed: object) -> Settings:
    return Settings.model_validate(
        {"environment": environment, "db_password": SecretStr("a long-enough password 4711"), **changed}
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "ca" / "staging"


def lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.startswith("#")]


# pg_hba.conf


def test_outside_dev_clients_come_by_tls_to_the_two_databases_from_the_containers_networks() -> None:
    assert lines(access.hba(settings(), "postgres")) == [
        'local all "postgres" peer map=deploy',
        'local all "weedgo","weedgo_catalog","weedgo_backup" peer map=deploy',
        "local all all scram-sha-256",
        'host all "postgres","weedgo_catalog","weedgo_backup" all reject',
        'hostssl "ai_engine","ai_engine_test" all samenet scram-sha-256',
    ]


def test_the_containers_user_comes_as_the_roles_of_a_deploy_and_its_root_as_the_owner() -> None:
    assert lines(access.ident(settings(), "post gres")) == [
        'deploy postgres "post gres"',
        'deploy postgres "weedgo"',
        'deploy postgres "weedgo_catalog"',
        'deploy postgres "weedgo_backup"',
        'deploy root "weedgo"',
    ]


def test_in_dev_they_come_from_everywhere() -> None:
    assert lines(access.hba(settings("dev"), "postgres"))[-1] == "host all all all scram-sha-256"
    assert lines(access.hba(settings("dev", db_tls="required"), "postgres"))[-1] == "hostssl all all all scram-sha-256"


def test_each_network_has_a_line_and_a_mask() -> None:
    text = access.hba(settings(db_allow="192.0.2.7, 10.0.0.0/8 2001:db8::/32"), "postgres")
    assert [line.split()[3] for line in lines(text)[4:]] == ["192.0.2.7/32", "10.0.0.0/8", "2001:db8::/32"]


@pytest.mark.parametrize("name", ["all", "+group", "@file", "a,b", "sameuser", "a b", "replication"])
def test_a_name_is_no_keyword_and_no_list(name: str) -> None:
    assert access.quoted(name) == f'"{name}"'


def test_a_quote_in_a_name_is_doubled_and_a_slash_begins_no_regular_expression() -> None:
    assert access.quoted('a"b') == '"a""b"'
    assert access.quoted("/a.*") == '"/^\\/a\\.\\*$"'


# Parameters, privileges, the container


def test_only_what_differs_is_set() -> None:
    wanted = {"log_statement": "none", "log_line_prefix": "it's "}
    wrong = parameters.differences(wanted, {"log_statement": {"value": "none"}, "log_line_prefix": {"value": ""}})
    assert wrong == {"log_line_prefix": "it's "}


def test_what_the_superuser_set_for_itself_is_not_the_servers() -> None:
    found = {"log_statement": {"value": "all", "source": "user", "file": None}}
    assert parameters.differences({"log_statement": "none"}, found) == {}
    found["log_statement"]["file"] = "all"
    assert parameters.differences({"log_statement": "none"}, found) == {"log_statement": "none"}


def test_a_parameter_of_the_command_line_cannot_be_set() -> None:
    found = {"log_statement": {"value": "all", "source": "command line"}}
    assert parameters.fixed(parameters.differences({"log_statement": "none"}, found), found) == ["log_statement"]


@pytest.mark.parametrize(("environment", "sessions", "ssl"), [("dev", "off", "off"), ("prod", "on", "on")])
def test_outside_dev_sessions_are_logged_and_tls_is_on(environment: str, sessions: str, ssl: str) -> None:
    wanted = parameters.wanted(settings(environment))
    assert (wanted["log_connections"], wanted["ssl"]) == (sessions, ssl)
    assert set(wanted) <= set(parameters.NAMES)


def test_names_of_a_database_and_of_roles_are_quoted() -> None:
    sql = privileges.statements('a"b', "o'w", "r;x", ("c", "b"), {"granted": ['public."T"']})
    assert 'REVOKE ALL ON DATABASE "a""b" FROM PUBLIC;' in sql
    assert 'ALTER DEFAULT PRIVILEGES FOR ROLE "o\'\'w" IN SCHEMA search GRANT SELECT ON TABLES TO "r;x";' in sql
    assert 'REVOKE ALL ON public."T" FROM PUBLIC;' in sql


def test_who_connected_as_public_still_does_when_public_may_no_longer() -> None:
    sql = privileges.statements("a", "owner", "reader", ("catalog", "backup"), None)
    assert 'GRANT CONNECT ON DATABASE "a" TO "reader", "catalog", "backup";' in sql


def test_a_privileged_container_is_told() -> None:
    limits = {
        "Privileged": True,
        "CapDrop": None,
        "CapAdd": ["SYS_ADMIN"],
        "SecurityOpt": None,
        "ReadonlyRootfs": False,
    }
    assert len(container.problems({"HostConfig": limits}, read_only=True)) == 4
    good = {
        "Privileged": False, "CapDrop": ["ALL"], "CapAdd": ["CAP_CHOWN", "SETUID"],
        "SecurityOpt": ["no-new-privileges"], "ReadonlyRootfs": True,
    }  # fmt: skip
    assert container.problems({"HostConfig": good}, read_only=True) == []


# The authority


def test_an_authority_is_made_once_and_for_its_user_alone(folder: Path) -> None:
    assert authority.certificate(folder) == ""
    made = authority.read_or_make(folder, "ours", NOW)
    assert authority.read_or_make(folder, "ours", NOW + DAY) == made
    assert {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {
        "ca.key": 0o600,
        "ca.crt": 0o600,
    }
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [path.name for path in folder.parent.iterdir()] == ["staging"]


def test_a_key_that_others_may_read_is_refused(folder: Path) -> None:
    authority.read_or_make(folder, "ours", NOW)
    (folder / "ca.key").chmod(0o640)
    with pytest.raises(authority.AuthorityError, match="chmod 600"):
        authority.certificate(folder)


def test_a_certificate_is_for_every_name_of_the_server_and_ends_before_its_authority(folder: Path) -> None:
    ours = authority.read_or_make(folder, "ours", NOW)
    pair = certificates.issue(ours, ["db.example.org", "localhost", "192.0.2.7", "::1"], NOW)
    assert certificates.problems(pair.certificates, ["db.example.org", "192.0.2.7", "::1"], NOW) == []
    assert certificates.key_problem(pair.certificates, pair.key) == ""
    assert certificates.issued_by(pair.certificates, ours.certificates)
    late = certificates.issue(ours, ["a"], NOW + 3600 * DAY)
    end = certificates.load(ours.certificates)[0].not_valid_after_utc
    assert certificates.load(late.certificates)[0].not_valid_after_utc == end


def test_what_clients_would_refuse_is_told(folder: Path) -> None:
    pair = certificates.issue(authority.read_or_make(folder, "ours", NOW), ["db.example.org"], NOW)

    def told(hosts: list[str], now: datetime) -> str:
        return "; ".join(certificates.problems(pair.certificates, hosts, now))

    assert told(["db.example.org"], NOW + 398 * DAY) == "it expired on 2027-07-03 12:00 UTC"
    assert told(["db.example.org"], NOW - 2 * DAY).startswith("it is not valid before 2026-05-31 12:00 UTC")
    assert told(["other.example.org"], NOW) == "it is for db.example.org, not for other.example.org"
    assert certificates.problems("nonsense", [], NOW)[0].startswith("it is not a certificate in PEM")


# The decision


def found(pair: certificates.Pair, **changed: object) -> dict[str, object]:
    """What a server says of its file."""
    has = {"certificates": pair.certificates, "digest": pair.file.split("\n")[0], "intact": True, "mode": "600"}
    return {**has, "loaded": True, "now": NOW.timestamp(), **changed}


@pytest.fixture
def here(folder: Path) -> Settings:
    return settings(db_tls_ca=str(folder), db_host="db.example.org")


@pytest.fixture
def pair(here: Settings, folder: Path) -> certificates.Pair:
    return certificates.issue(authority.read_or_make(folder, "ours", NOW), tls.hosts(here), NOW)


def test_a_server_without_a_certificate_needs_one_and_asking_makes_nothing(here: Settings, folder: Path) -> None:
    assert tls.need(here, None, NOW).why == "there is none"
    assert not folder.parent.exists()


def test_a_good_one_stays_until_a_month_before_it_ends(here: Settings, pair: certificates.Pair) -> None:
    assert tls.need(here, found(pair), NOW + 360 * DAY).why == ""
    assert tls.need(here, found(pair), NOW + 368 * DAY).why == "it expires on 2027-07-03"
    assert tls.need(here, found(pair), NOW + 500 * DAY).why == "it expired on 2027-07-03 12:00 UTC"


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"intact": False}, "its file was changed by something other than a deploy"),
        ({"mode": "644"}, "its file has mode 644"),
        ({"loaded": False}, "the server does not use it yet"),
        ({"certificates": None}, "there is none"),
    ],
)
def test_a_damaged_one_is_made_again(
    here: Settings, pair: certificates.Pair, changed: dict[str, object], why: str
) -> None:
    assert tls.need(here, found(pair, **changed), NOW).why == why


def test_another_host_makes_another_certificate(pair: certificates.Pair, folder: Path) -> None:
    moved = settings(db_tls_ca=str(folder), db_host="new.example.org")
    assert "not for new.example.org" in tls.need(moved, found(pair), NOW).why


def test_one_of_another_authority_stays_while_it_is_good_and_is_never_replaced(
    here: Settings, pair: certificates.Pair, tmp_path: Path
) -> None:
    elsewhere = here.model_copy(update={"db_tls_ca": str(tmp_path / "another")})
    assert tls.need(elsewhere, found(pair), NOW).why == ""
    with pytest.raises(tls.TlsError, match="copy the folder from where it was issued"):
        tls.need(elsewhere, found(pair), NOW + 380 * DAY)


def test_an_authority_that_ends_is_told(here: Settings, pair: certificates.Pair) -> None:
    with pytest.raises(tls.TlsError, match=r"expires on 2036-06-01: move the folder away"):
        tls.need(here, found(pair), NOW + 3640 * DAY)


def test_a_clock_that_is_a_day_off_is_told(pair: certificates.Pair) -> None:
    assert tls.clock_problem(found(pair), NOW + timedelta(minutes=5)) == ""
    assert tls.clock_problem(found(pair), NOW - DAY).startswith("its clock is 24 h ahead of this machine's")
    assert tls.clock_problem(found(pair), NOW + DAY).startswith("its clock is 24 h behind this machine's")


# Certificates of others


def given(tmp_path: Path, pair: certificates.Pair, **changed: object) -> Settings:
    (tmp_path / "server.crt").write_text(pair.certificates)
    (tmp_path / "server.key").write_text(pair.key)
    paths = {"db_tls_cert": str(tmp_path / "server.crt"), "db_tls_key": SecretStr(str(tmp_path / "server.key"))}
    values: dict[str, object] = {"db_host": "db.example.org", **paths, **changed}
    return settings("staging", **values)


def test_one_that_is_given_is_installed_once(tmp_path: Path, pair: certificates.Pair) -> None:
    wanted = given(tmp_path, pair)
    need = tls.need(wanted, None, NOW)
    assert need.file == pair.file
    assert tls.need(wanted, found(pair), NOW).why == ""
    other = certificates.issue(authority.read_or_make(tmp_path / "x", "theirs", NOW), ["db.example.org"], NOW)
    assert tls.need(wanted, found(other), NOW).file == pair.file


def test_it_may_be_given_as_text(pair: certificates.Pair) -> None:
    wanted = settings(db_host="db.example.org", db_tls_cert=pair.certificates, db_tls_key=SecretStr(pair.key))
    assert tls.given(wanted, NOW) == pair.file


def test_what_is_wrong_with_one_that_is_given_is_told(tmp_path: Path, pair: certificates.Pair) -> None:
    other = certificates.issue(authority.read_or_make(tmp_path / "x", "theirs", NOW), ["db.example.org"], NOW)

    def refusal(now: datetime = NOW, **changed: object) -> str:
        with pytest.raises(tls.TlsError) as caught:
            tls.given(given(tmp_path, pair, **changed), now)
        return str(caught.value)

    assert "expired on" in refusal(NOW + 400 * DAY)
    assert "not valid before" in refusal(NOW - 3 * DAY)
    assert "not for localhost.example" in refusal(db_host="localhost.example")
    assert refusal(db_tls_key=SecretStr(other.key)) == "DB_TLS_KEY: the key does not match the certificate"
    assert "not a private key in PEM" in refusal(db_tls_key=SecretStr("-----BEGIN nonsense"))
    assert refusal(db_tls_cert="/no/such/file") == "DB_TLS_CERT: /no/such/file: No such file or directory"
    assert "it is not a certificate in PEM" in refusal(db_tls_cert=os.devnull)
    assert "go together" in refusal(db_tls_key=None)
    assert "go together" in refusal(db_tls_cert="")


def test_one_that_is_given_and_ends_soon_is_told_a_month_before(tmp_path: Path, pair: certificates.Pair) -> None:
    wanted = given(tmp_path, pair)
    assert tls.ending(wanted, NOW + 360 * DAY) == ""
    assert tls.ending(wanted, NOW + 368 * DAY) == "the certificate of DB_TLS_CERT expires on 2027-07-03: renew it"
    assert tls.ending(given(tmp_path, pair, db_tls_cert="", db_tls_key=None), NOW + 368 * DAY) == ""


def test_secrets_that_ci_has_not_set_give_none() -> None:
    assert tls.given(settings(db_tls_cert="", db_tls_key=SecretStr("")), NOW) == ""


def test_no_message_holds_a_key(tmp_path: Path, pair: certificates.Pair) -> None:
    assert "PRIVATE" not in repr(given(tmp_path, pair, db_tls_key=SecretStr(pair.key)))
