"""Settings: each refusal names the setting, says what is wrong, and comes before anything else."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr
from pyinfra.api.exceptions import DeployError

from ai_engine_db import settings
from ai_engine_db.cli import settings as shown
from ai_engine_db.runtime import host_settings
from ai_engine_db.settings import sops as sops_file
from ai_engine_db.settings import sources

DEV = {"environment": "dev"}
GOOD = "something long enough"
ROOT = sources.ROOT


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings of whoever runs the tests."""
    for name in settings.Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    for name in ("SOPS_FILE", "SECRETS_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sources, "ROOT", tmp_path)
    sops_file.decrypted.cache_clear()


def refusal(inventory: dict[str, object] | None = None, overrides: dict[str, object] | None = None) -> str:
    with pytest.raises(DeployError) as caught:
        settings.read({**DEV, **(inventory or {})}, overrides or {})
    assert "nothing was changed" in str(caught.value)
    return str(caught.value)


def test_dev_needs_no_settings_at_all() -> None:
    found = settings.read(DEV, {})
    assert (found.db_name, found.db_test_name, found.db_user, found.db_port) == (
        "ai_engine",
        "ai_engine_test",
        "weedgo",
        5434,
    )
    assert found.db_password.get_secret_value() == "weedgo123"


def test_a_bad_value_is_traced_to_where_it_was_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "inventory.py"
    file.write_text('dev = (\n    ["@local"],\n    {"environment": "dev", "db_port": "abc"},\n)\n')

    def told(overrides: dict[str, object]) -> str:
        with pytest.raises(DeployError) as refused:
            settings.read({**DEV, "db_port": "abc"}, overrides, str(file))
        return str(refused.value).rpartition(", set in ")[2]

    assert told({}) == f"the inventory {file}, line 3"
    (tmp_path / ".env").write_text("# a port\n\nDB_PORT=abc\n")
    assert told({}) == ".env, line 3"
    monkeypatch.setenv("DB_PORT", "abc")
    assert told({}) == "the environment variable DB_PORT"
    assert told({"db_port": "abc"}) == "--data"


def test_a_name_that_is_like_no_setting_leads_to_the_list_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DB_FOO", "1")
    message = refusal()
    assert "DB_FOO in the environment is not a setting: `make settings` lists all, docs/settings.md" in message
    assert "did you mean" not in message


@pytest.mark.parametrize("environment", ["staging", "prod"])
def test_elsewhere_there_is_no_default_password(environment: str) -> None:
    assert "DB_PASSWORD: is not set, and has no default here" in refusal({"environment": environment})


@pytest.mark.parametrize(
    ("port", "why"),
    [
        (0, "is 0, but must be at least 1"),
        (-1, "is -1, but must be at least 1"),
        (65536, "is 65536, but must be at most 65535"),
        ("abc", "is 'abc', which is not a whole number"),
        ("", "is '', which is not a whole number"),
        (54.5, "is 54.5, which is not a whole number"),
    ],
)
def test_a_port_is_a_number_from_1_to_65535(port: object, why: str) -> None:
    assert f"DB_PORT: {why} (TCP port on the host)" in refusal({"db_port": port})


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        (
            "db_restart",
            "never",
            "DB_RESTART: is 'never', but must be 'no', 'always', 'unless-stopped' or",
        ),
        ("recreate", "perhaps", "recreate: is 'perhaps', which is neither true nor false"),
        ("db_bind_address", "localhost", "DB_BIND_ADDRESS: is 'localhost', which is not an IP address"),
        ("environment", "production", "environment: is 'production', but must be 'dev', 'staging' or 'prod'"),
    ],
)
def test_what_is_wrong_is_said_in_words(name: str, value: str, why: str) -> None:
    assert why in refusal({name: value})


@pytest.mark.parametrize("name", ["my db", 'a"b', "a'b", "a;b", "日本語", "ÄÖÜ", "-x", "a" * 63, "é" * 31])
def test_a_name_that_postgresql_takes_is_taken(name: str) -> None:
    assert settings.read({**DEV, "db_name": name, "db_user": name}, {}).db_name == name


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "is empty"),
        ("a" * 64, "64 bytes"),
        ("é" * 32, "64 bytes"),
        ("a\nb", "line break"),
        ("a\0b", "NUL"),
        ("postgres", "own database"),
        ("template1", "own database"),
    ],
)
def test_a_name_that_postgresql_does_not_take_is_refused(name: str, why: str) -> None:
    assert why in refusal({"db_name": name})


@pytest.mark.parametrize("role", ["postgres", "pg_monitor", "public", "none"])
def test_a_role_that_postgresql_keeps_for_itself_is_refused(role: str) -> None:
    assert "DB_USER: is" in refusal({"db_user": role})


def test_the_two_databases_are_two() -> None:
    assert "DB_NAME and DB_TEST_NAME are both x" in refusal({"db_name": "x", "db_test_name": "x"})


@pytest.mark.parametrize("name", ["", "a b", "-a", "a;b", "ä", "a/b"])
def test_a_container_has_a_name_that_docker_takes(name: str) -> None:
    assert "DB_CONTAINER: " in refusal({"db_container": name})


@pytest.mark.parametrize("memory", ["2", "2G", "0g", "2.5g", "100%", "0%", "-1g", ""])
def test_memory_is_a_size_or_a_share(memory: str) -> None:
    message = refusal({"db_memory": memory})
    assert f"DB_MEMORY: is '{memory}'; it must be a whole number with k, m or g, such as 512m or 2g" in message


def test_a_size_that_does_not_fit_into_the_memory_is_refused_by_name() -> None:
    message = refusal({"db_memory": "1g", "db_shared_buffers": "2g", "db_work_mem": "600m"})
    assert "DB_SHARED_BUFFERS is 2GB, more than 3/4 of DB_MEMORY, 1GB" in message
    assert "DB_WORK_MEM is 600MB, more than 1/2 of DB_MEMORY, 1GB" in message


def test_a_share_of_the_hosts_memory_is_sized_and_checked_once_that_is_known() -> None:
    found = settings.read({**DEV, "db_memory": "50%", "db_shared_buffers": "6g"}, {})
    made = host_settings.sized(found, 32 * 2**30)
    assert (made.db_memory, made.parameters["shared_buffers"]) == ("16g", "6GB")
    with pytest.raises(DeployError, match=r"DB_MEMORY 50% of the host's 4GB: DB_SHARED_BUFFERS is 6GB, more than"):
        host_settings.sized(found, 4 * 2**30)


@pytest.mark.parametrize(
    ("given", "bound", "host"),
    [
        ("", "127.0.0.1", "localhost"),
        ("", "::1", "localhost"),
        ("", "127.0.0.2", "127.0.0.2"),
        ("", "::", "db1"),
        ("", "10.0.0.7", "10.0.0.7"),
        ("db.example.com", "::", "db.example.com"),
    ],
)
def test_clients_reach_the_server_where_its_port_is_bound(given: str, bound: str, host: str) -> None:
    found = settings.read({**DEV, "db_host": given, "db_bind_address": bound}, {})
    assert host_settings.reached(found, "db1").db_host == host


@pytest.mark.parametrize("password", ["", "a\nb", "a\0b"])
def test_a_password_is_not_empty_and_has_no_control_characters(monkeypatch: pytest.MonkeyPatch, password: str) -> None:
    if "\0" in password:
        assert "DB_PASSWORD: " in refusal({"db_password": password})
    else:
        monkeypatch.setenv("DB_PASSWORD", password)
        assert "DB_PASSWORD: " in refusal()


def test_a_password_on_the_command_line_is_refused_without_being_shown() -> None:
    message = refusal(overrides={"db_password": "canary-7f3a"})
    assert "set DB_PASSWORD" in message
    assert "canary-7f3a" not in message


def test_a_password_shows_in_no_text_of_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DB_PASSWORD", "canary-7f3a")
    found = settings.read(DEV, {})
    assert "canary" not in repr(found) + str(found) + found.model_dump_json()
    assert "canary" not in refusal({"db_port": 0})


@pytest.mark.parametrize(
    ("inventory", "overrides"), [({"db_prot": 1}, {}), ({}, {"db_prot": 1})], ids=["inventory", "--data"]
)
def test_an_unknown_setting_is_refused_with_the_one_that_was_meant(
    inventory: dict[str, object], overrides: dict[str, object]
) -> None:
    assert "db_prot in" in (message := refusal(inventory, overrides))
    assert "did you mean db_port?" in message


def test_an_unknown_variable_is_refused_with_the_one_that_was_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DB_PROT", "1")
    assert "DB_PROT in the environment is not a setting: did you mean DB_PORT?" in refusal()


def test_data_of_pyinfras_own_is_none_of_ours() -> None:
    assert settings.read({**DEV, "ssh_user": "x", "_sudo": True}, {}).db_port == 5434


def test_the_command_line_beats_the_environment_beats_the_file_beats_the_inventory(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    inventory = {**DEV, "db_port": 1001}
    assert settings.read(inventory, {}).db_port == 1001
    (tmp_path / ".env").write_text("DB_PORT=1002\n")
    assert settings.read(inventory, {}).db_port == 1002
    monkeypatch.setenv("DB_PORT", "1003")
    assert settings.read(inventory, {}).db_port == 1003
    assert settings.read(inventory, {"db_port": 1004}).db_port == 1004


def test_a_secret_may_be_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "db_password").write_text("from a file\n")
    monkeypatch.setenv("SECRETS_DIR", str(tmp_path))
    found = settings.read({"environment": "dev"}, {})
    assert found.db_password.get_secret_value() == "from a file"


def test_a_file_of_the_folder_of_secrets_that_is_no_setting_is_refused_without_what_it_holds(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "DB_PASWORD").write_text("canary")
    (tmp_path / "..data").mkdir()
    (tmp_path / "tls.crt").write_text("somebody else's")
    monkeypatch.setenv("SECRETS_DIR", str(tmp_path))
    message = refusal()
    assert f"db_pasword in {tmp_path} is not a setting: did you mean db_password?" in message
    assert "tls.crt" not in message
    assert "canary" not in message


@pytest.mark.parametrize(
    ("text", "password"),
    [
        ("plain\n", "plain"),
        ("plain\r\n", "plain"),
        ("\ufeffplain", "plain"),
        (" with blanks \n", " with blanks "),
        ("${HOME} # 'x'", "${HOME} # 'x'"),
    ],
)
def test_a_file_of_secrets_gives_what_is_written_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, password: str
) -> None:
    (tmp_path / "DB_PASSWORD").write_bytes(text.encode())
    (tmp_path / "..data").mkdir()
    monkeypatch.setenv("SECRETS_DIR", str(tmp_path))
    assert settings.read(DEV, {}).db_password.get_secret_value() == password


def test_a_secret_that_is_there_twice_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DB_PASSWORD", "db_password"):
        (tmp_path / name).write_text(name)
    monkeypatch.setenv("SECRETS_DIR", str(tmp_path))
    assert "DB_PASSWORD occurs twice" in refusal()


def test_a_folder_of_secrets_that_is_named_is_there_and_can_be_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SECRETS_DIR", str(tmp_path / "nowhere"))
    assert f"SECRETS_DIR: there is not a directory {tmp_path}/nowhere" in refusal()
    (tmp_path / "db_password").write_bytes(b"\xff\xfe")
    monkeypatch.setenv("SECRETS_DIR", str(tmp_path))
    assert f"{tmp_path}: a file cannot be read: it is not valid UTF-8" in refusal()
    monkeypatch.setenv("SECRETS_DIR", "")
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_bytes(b"DB_USER=\xff")
    assert f"{tmp_path}/.env: a file cannot be read: it is not valid UTF-8" in refusal()
    (tmp_path / ".env").unlink()
    assert settings.read(DEV, {}).db_password.get_secret_value() == "weedgo123"


def test_the_env_file_is_for_dev_alone(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("DB_PASSWORD=from-the-file\n")
    assert settings.read(DEV, {}).db_password.get_secret_value() == "from-the-file"
    assert "DB_PASSWORD" in refusal({"environment": "prod"})


def test_an_unknown_name_of_the_env_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("DB_PROT=1\nEDITOR=vi\n")
    assert "db_prot in .env is not a setting: did you mean db_port?" in refusal()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("A=1\n\n# b\nDB_USER='x${HOME}'\n", "4: DB_USER contains ${...}"),
        ('DB_PASSWORD="x${HOME}y"', "1: DB_PASSWORD contains ${...}"),
        ("DB_PASSWORD=${HOME:-y}", "1: DB_PASSWORD contains ${...}"),
        ('DB_USER=a\nDB_PASSWORD="abc\nDB_PORT=1', "2: this is not NAME=value, or a quote is missing"),
        ('DB_PASSWORD="abc"def', "1: this is not NAME=value, or a quote is missing"),
        ("\r\nDB_PORT 5434\r\n", "2: this is not NAME=value"),
        ("DB_PORT: 5434", "1: this is not NAME=value"),
        ("DB_PASSWORD", "1: DB_PASSWORD has no value: NAME=value"),
        ("DB_PORT=1\nDB_USER=x\nexport DB_PORT=2", "3: DB_PORT is set in line 1 too"),
        ("DB_PORT=1\ndb_port=1", "2: DB_PORT is set in line 1 too"),
        ("DB_PASSWORD=abc #def", "1: DB_PASSWORD contains a blank and #, which begins a comment"),
    ],
)
def test_a_line_of_the_env_file_that_would_give_another_value_is_refused(
    tmp_path: Path, text: str, problem: str
) -> None:
    (tmp_path / ".env").write_bytes(text.encode())
    message = refusal()
    assert f"{tmp_path}/.env:{problem}" in message
    assert "abc" not in message, "a password is shown"


@pytest.mark.parametrize(
    ("text", "user"),
    [
        ("\ufeffDB_USER=x\n", "x"),
        ("DB_USER=x\r\nDB_PORT=1\r\n", "x"),
        ("export DB_USER=x", "x"),
        ("DB_USER = 'x # y' # that is it", "x # y"),
        ("DB_USER=x # that is it", "x"),
        ("DB_USER=007", "007"),
        ("DB_USER=$HOME", "$HOME"),
        ('DB_USER="x \\"y\\" é"', 'x "y" é'),
    ],
)
def test_the_env_file_gives_what_is_written_there(tmp_path: Path, text: str, user: str) -> None:
    (tmp_path / ".env").write_bytes(text.encode())
    assert settings.read(DEV, {}).db_user == user


def test_an_env_file_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".env").symlink_to(tmp_path / "nowhere")
    assert f"{tmp_path}/.env: .env cannot be read: No such file or directory" in refusal()


def test_what_pyinfra_makes_a_number_of_is_the_text_that_was_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["pyinfra", "--data", "db_name=007", "--data=db_user=1e3", "--data", "db_port=1"])
    found = settings.read(DEV, {"db_name": 7, "db_user": 1000.0, "db_port": 1})
    assert (found.db_name, found.db_user, found.db_port) == ("007", "1e3", 1)


@pytest.mark.parametrize(("name", "value"), [("db_password", 7), ("db_user", 1.1), ("db_name", True)])
def test_a_text_that_yaml_takes_for_a_number_is_refused(name: str, value: object) -> None:
    layers = [sources.Layer("--data", {}), sources.Layer("x.sops.yaml", {"environment": "dev", name: value})]
    with pytest.raises(DeployError) as caught:
        sources.made(layers)
    expected = f"{name.upper()} in x.sops.yaml is read as a number or a boolean: put it in quotes"
    assert expected in str(caught.value)


@pytest.mark.parametrize("name", ["db_name", "db_user", "db_password", "db_backup_dir"])
def test_bytes_that_are_no_text_are_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name.upper(), "/x\udcff")
    assert f"{name.upper()}: is not valid UTF-8" in refusal()


def test_a_password_of_characters_that_no_unicode_has_is_refused_without_being_shown() -> None:
    message = refusal({"db_password": "secret\u0378"})
    assert "DB_PASSWORD: contains U+0378, which is not a character of Unicode" in message
    assert "secret" not in message


@pytest.mark.parametrize(
    ("image", "why"),
    [
        ("cafe", "may be the beginning of an id: use cafe:latest"),
        ("sha256:cafe", "an id is sha256: and 64 digits"),
        ("", "is empty"),
    ],
)
def test_the_beginning_of_an_id_is_no_image(image: str, why: str) -> None:
    message = refusal({"db_image": image})
    assert "DB_IMAGE: is" in message
    assert why in message


def test_a_whole_id_is_no_name_of_a_container() -> None:
    assert "which Docker takes for an id" in refusal({"db_container": "0a" * 32})


def test_variables_of_others_are_none_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("ENVIRONMENT", "prod"), ("RESTART", "true"), ("RECREATE", "true"), ("BACKUP", "x")):
        monkeypatch.setenv(name, value)
    found = settings.read(DEV, {})
    assert (found.environment, found.restart, found.recreate, found.backup) == ("dev", False, False, "")


# Outside dev


OUTSIDE = pytest.mark.parametrize("environment", ["staging", "prod"])


@OUTSIDE
@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("weedgo123", "is too easy to guess"),
        ("WeedGo", "is too easy to guess"),
        ("eleven char", "is 11 characters long, but must have at least 12"),
        ("abababababababab", "has fewer than 5 different characters"),
    ],
)
def test_a_password_that_is_easily_guessed_is_refused(
    monkeypatch: pytest.MonkeyPatch, environment: str, password: str, why: str
) -> None:
    monkeypatch.setenv("DB_PASSWORD", password)
    message = refusal({"environment": environment})
    assert f"DB_PASSWORD: {why}; this is {environment}" in message
    assert password not in message
    assert settings.read(DEV, {}).db_password.get_secret_value() == password


@OUTSIDE
def test_example_data_is_for_dev_alone(monkeypatch: pytest.MonkeyPatch, environment: str) -> None:
    monkeypatch.setenv("DB_PASSWORD", GOOD)
    assert "example data is for dev" in refusal({"environment": environment}, {"sample": True})


@OUTSIDE
def test_the_command_line_does_not_choose_other_rules(monkeypatch: pytest.MonkeyPatch, environment: str) -> None:
    monkeypatch.setenv("DB_PASSWORD", GOOD)
    assert "environment: cannot be set by --data" in refusal({"environment": environment}, {"environment": "dev"})


@OUTSIDE
@pytest.mark.parametrize("image", ["postgis/postgis:17-3.5", "ai-engine-postgis-fork:17", "x@sha256:beef"])
def test_an_image_that_may_be_another_tomorrow_is_refused(
    monkeypatch: pytest.MonkeyPatch, environment: str, image: str
) -> None:
    monkeypatch.setenv("DB_PASSWORD", GOOD)
    message = refusal({"environment": environment, "db_image": image})
    assert f"DB_IMAGE: is '{image}', which may name another image tomorrow" in message
    assert settings.read({**DEV, "db_image": image}, {}).db_image == image


@OUTSIDE
@pytest.mark.parametrize(
    ("image", "own"),
    [
        ("ai-engine-postgis:17-3.5", True),
        (f"registry.example.com:5000/ai-engine-postgis@sha256:{'0a' * 32}", False),
        (f"ai-engine-postgis@sha256:{'0a' * 32}", False),
        (f"sha256:{'0a' * 32}", False),
    ],
)
def test_an_image_is_built_or_pinned_by_a_digest(
    monkeypatch: pytest.MonkeyPatch, environment: str, image: str, own: bool
) -> None:
    monkeypatch.setenv("DB_PASSWORD", GOOD)
    assert settings.read({"environment": environment, "db_image": image}, {}).builds_image is own


@pytest.mark.parametrize(
    ("image", "own"),
    [
        ("ai-engine-postgis:17-3.5", True),
        (f"registry.example.com:5000/weedgo/ai-engine-postgis@sha256:{'0a' * 32}", True),
        (f"registry.example.com/postgis@sha256:{'0a' * 32}", False),
        (f"registry.example.com/not-ai-engine-postgis@sha256:{'0a' * 32}", False),
        (f"sha256:{'0a' * 32}", False),
    ],
)
def test_an_image_of_the_projects_name_has_read_only_files_wherever_it_comes_from(image: str, own: bool) -> None:
    assert settings.read({"environment": "dev", "db_image": image}, {}).read_only_root is own
    assert (
        settings.read({"environment": "dev", "db_image": image, "db_read_only_root": not own}, {}).read_only_root
        is not own
    )


def inventory(monkeypatch: pytest.MonkeyPatch, environment: str) -> settings.Settings:
    """The settings of a host of an inventory as it is committed."""
    monkeypatch.setenv("DB_PASSWORD", GOOD)
    monkeypatch.setenv(f"AI_ENGINE_{environment.upper()}_HOSTS", "db1.example.com")
    # Reading one patches threads for gevent, which pytest does not bear.
    code = "import json, sys; from ai_engine_db.cli.settings import hosts; print(json.dumps(hosts(sys.argv[1])))"
    done = subprocess.run(
        [sys.executable, "-c", code, environment], cwd=ROOT, capture_output=True, text=True, check=True
    )
    [data] = json.loads(done.stdout).values()
    return host_settings.sized(settings.read(data, {}), 64 * 1024**3)


def test_the_inventories_differ_in_their_data_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    staging, prod = (inventory(monkeypatch, name) for name in ("staging", "prod"))
    for found in (staging, prod):
        assert (found.db_port, found.db_restart, found.db_bind_address) == (5432, "always", "127.0.0.1")
        assert (found.tls, found.rehearses, found.read_only_root) == ("required", True, True)
    assert (staging.db_memory, prod.db_memory) == ("32g", "48g")
    assert (staging.parameters["shared_buffers"], prod.parameters["shared_buffers"]) == ("8GB", "12GB")
    assert (staging.db_backup_keep, staging.db_backup_keep_days) == (3, 14)
    assert (prod.db_backup_keep, prod.db_backup_keep_days) == (14, 60)


@pytest.mark.parametrize(("environment", "rehearses"), [("dev", False), ("staging", True), ("prod", True)])
def test_a_plan_is_rehearsed_outside_dev_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch, environment: str, rehearses: bool
) -> None:
    monkeypatch.setenv("DB_PASSWORD", GOOD)
    assert settings.read({"environment": environment}, {}).rehearses is rehearses
    assert settings.read({"environment": environment, "rehearse": not rehearses}, {}).rehearses is not rehearses


# SOPS: the real one is in no Debian release, so a program of that name stands in for it here


STAND_IN = """#!/bin/sh
# As the real one is called: sops --decrypt --output-type json FILE
[ "$1 $2 $3" = "--decrypt --output-type json" ] || { echo "wrong arguments: $*" >&2; exit 1; }
sed -n 's/^encrypted: //p' "$4" | grep . || { echo "sops metadata not found" >&2; exit 1; }
"""


@pytest.fixture
def sops(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A file of secrets for prod that the stand-in can read."""
    (tmp_path / "sops").write_text(STAND_IN)
    (tmp_path / "sops").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    file = tmp_path / "secrets" / "prod.sops.yaml"
    file.parent.mkdir()
    file.write_text(f'encrypted: {{"DB_PASSWORD": "{GOOD}", "db_port": 6000}}\n')
    return file


def test_secrets_may_be_in_a_file_of_sops(sops: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = settings.read({"environment": "prod", "db_port": 5000}, {})
    assert (found.db_password.get_secret_value(), found.db_port) == (GOOD, 6000)
    monkeypatch.setenv("DB_PORT", "7000")
    assert settings.read({"environment": "prod"}, {}).db_port == 7000


def test_the_file_of_sops_may_be_named_or_none(sops: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SOPS_FILE", "")
    assert "DB_PASSWORD: is not set" in refusal({"environment": "prod"})
    monkeypatch.setenv("SOPS_FILE", str(sops.rename(tmp_path / "elsewhere.yaml")))
    assert settings.read({"environment": "prod"}, {}).db_port == 6000
    monkeypatch.setenv("SOPS_FILE", "/nowhere.yaml")
    assert "SOPS_FILE: there is no file /nowhere.yaml" in refusal({"environment": "prod"})


def test_a_file_that_sops_does_not_decrypt_says_why(sops: Path) -> None:
    sops.write_text("nothing\n")
    message = refusal({"environment": "prod"})
    assert f"sops cannot decrypt {sops}: sops metadata not found" in message


def test_a_missing_sops_is_named_with_what_to_do(sops: Path, tmp_path: Path) -> None:
    (tmp_path / "sops").unlink()
    message = refusal({"environment": "prod"})
    assert f"{sops} is encrypted, and there is no sops on the PATH: install it" in message


def test_an_unknown_name_in_the_file_of_sops_is_refused_without_its_value(sops: Path) -> None:
    sops.write_text('encrypted: {"db_pasword": "canary-7f3a"}\n')
    message = refusal({"environment": "prod"})
    assert f"db_pasword in {sops} is not a setting: did you mean db_password?" in message
    assert "canary" not in message


def test_a_file_of_sops_holds_settings(sops: Path) -> None:
    sops.write_text('encrypted: ["canary-7f3a"]\n')
    message = refusal({"environment": "prod"})
    assert "contains no settings" in message
    assert "canary" not in message


# make settings


def test_settings_are_shown_with_their_source_and_secrets_masked(
    sops: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DB_USER", "somebody")
    data = {"environment": "prod", "db_memory": "4g", "db_work_mem": "8m"}
    monkeypatch.setattr(shown, "hosts", lambda _: {"db1": data})
    assert shown.main("prod") == 0
    rows = {tuple(line.split(maxsplit=2)) for line in capsys.readouterr().out.splitlines()}
    assert {
        ("DB_USER", "somebody", "the environment"),
        ("DB_PASSWORD", "********", str(sops)),
        ("DB_MEMORY", "4g", "the inventory"),
        ("DB_SHARED_BUFFERS", "1GB", "from DB_MEMORY"),
        ("DB_WORK_MEM", "8m", "the inventory"),
        ("DB_NAME", "ai_engine", "default"),
    } <= {tuple(each.strip() for each in row) for row in rows}


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (None, "not set"),
        ("", "not set"),
        (SecretStr(""), "not set"),
        ("canary", "********"),
        (1234567890123, "********"),
    ],
)
def test_of_a_secret_only_whether_it_is_set_is_shown(value: object, told: str) -> None:
    assert shown.text("db_password", value) == told


def test_settings_that_are_refused_are_shown_with_what_is_wrong(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DB_PASSWORD", "canary")
    monkeypatch.setattr(shown, "hosts", lambda _: {"db1": {"environment": "prod"}})
    assert shown.main("prod") == 1
    output = capsys.readouterr().out
    assert "DB_PASSWORD: is 6 characters long" in output
    assert "canary" not in output


def test_an_environment_that_is_none_is_an_error_that_names_those_there_are(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sources, "ROOT", Path(__file__).resolve().parents[2])
    assert shown.main("production") == 1
    assert "ENV=production: no such environment, there are dev, prod, staging" in capsys.readouterr().out


# Hardening


@pytest.mark.parametrize("networks", ["10.0.0.0/33", "10.0.0.1/8", "everybody", "10.0.0.0/8; samenet"])
def test_a_network_of_clients_is_a_network(networks: str) -> None:
    assert "DB_ALLOW: contains " in refusal({"db_allow": networks})


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("", ()),
        ("  ", ()),
        ("dba", ("dba",)),
        (" dba  ops\tnight ", ("dba", "ops", "night")),
        ('dba "on call" "a""b" "a,b"', ("dba", "on call", 'a"b', "a,b")),
    ],
)
def test_admins_have_blanks_between_them_and_a_name_with_one_has_quotes(value: str, names: tuple[str, ...]) -> None:
    assert settings.read({**DEV, "db_admins": value}, {}).admins == names


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("dba, ops", "separated by blanks"),
        ('"dba', "in double quotes"),
        ('d"b"a', "in double quotes"),
        ('"dba"ops', "in double quotes"),
        ('""', "contains '', which is empty"),
        ("a" * 64, "which is 64 bytes long"),
        ('"a\nb"', "a line break"),
    ],
)
def test_what_is_no_list_of_admins_is_refused(value: str, why: str) -> None:
    told = refusal({"db_admins": value})
    assert "DB_ADMINS: " in told
    assert why in told


def test_networks_are_written_with_their_masks() -> None:
    assert settings.read({**DEV, "db_allow": "10.0.0.0/8, 192.0.2.7 samenet"}, {}).db_allow == (
        "10.0.0.0/8 192.0.2.7/32 samenet"
    )


@pytest.mark.parametrize("value", ["", "60", "-1s", "1 min", "1d", "0s"])
def test_a_limit_of_time_has_a_unit(value: str) -> None:
    assert "DB_ROLE_STATEMENT_TIMEOUT: is " in refusal({"db_role_statement_timeout": value})


def test_the_read_only_role_is_another_one_with_a_name_that_fits() -> None:
    assert "DB_USER and DB_READONLY_USER are both weedgo" in refusal({"db_readonly_user": "weedgo"})
    assert settings.read({**DEV, "db_user": "é" * 31}, {}).readonly_user == "é" * 27 + "_readonly"


def test_the_application_leaves_connections_to_others() -> None:
    assert settings.read({**DEV, "db_max_connections": 50}, {}).connection_limit == 40
    assert "DB_CONNECTION_LIMIT is more than" in refusal({"db_connection_limit": 200})


@pytest.mark.parametrize("name", ["db_password", "db_readonly_password", "db_tls_key"])
def test_no_secret_comes_by_data(name: str) -> None:
    assert f"set {name.upper()}" in refusal(overrides={name: "anything"})


def test_outside_dev_tls_is_required_and_the_read_only_password_is_no_guess() -> None:
    told = refusal({"environment": "prod", "db_password": "x", "db_tls": "off", "db_readonly_password": "weedgo"})
    assert "DB_TLS is off; in prod TLS is required" in told
    assert "DB_READONLY_PASSWORD: " in told


def test_the_roles_of_sql_are_those_of_the_settings() -> None:
    assert settings.read(DEV, {}).placeholders == {"app": "weedgo", "readonly": "weedgo_readonly"}
    assert settings.read(DEV, {}).granted_roles == ()
    found = settings.read({**DEV, "db_roles": 'app=weedgo_app "reports=the reports"'}, {})
    assert found.placeholders == {"app": "weedgo_app", "readonly": "weedgo_readonly", "reports": "the reports"}
    assert found.granted_roles == ("weedgo_app", "the reports")


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("weedgo_app", "write what sql/ calls a role"),
        ("App=weedgo_app", "write what sql/ calls a role"),
        ("app=", "which is empty"),
        ("app=a app=b", "app is there twice"),
        ("readonly=a", "readonly is DB_READONLY_USER"),
        ("app=weedgo_readonly", "a role that the deploy looks after itself"),
        ("app=weedgo_backup", "a role that the deploy looks after itself"),
    ],
)
def test_what_is_no_list_of_roles_is_refused(value: str, why: str) -> None:
    told = refusal({"db_roles": value})
    assert "DB_ROLES" in told
    assert why in told
