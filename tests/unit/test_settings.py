"""Settings: each refusal names the setting, says what is wrong, and comes before anything else."""

from pathlib import Path

import pytest
from pyinfra.api.exceptions import DeployError

from tasks import settings
from tasks.settings import sources

DEV = {"environment": "dev"}


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings of whoever runs the tests."""
    for name in settings.Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setattr(sources, "ROOT", tmp_path)


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


@pytest.mark.parametrize("environment", ["staging", "prod"])
def test_elsewhere_there_is_no_default_password(environment: str) -> None:
    assert "DB_PASSWORD: Field required" in refusal({"environment": environment})


@pytest.mark.parametrize("port", [0, -1, 65536, 99999, "abc", "", 54.5])
def test_a_port_is_a_number_from_1_to_65535(port: object) -> None:
    assert "DB_PORT: Input should be" in refusal({"db_port": port})


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
    assert f"DB_MEMORY: is '{memory}'; it is a whole number and k, m or g: 512m, 2g" in message


def test_a_size_that_does_not_fit_into_the_memory_is_refused_by_name() -> None:
    message = refusal({"db_memory": "1g", "db_shared_buffers": "2g", "db_work_mem": "600m"})
    assert "DB_SHARED_BUFFERS is 2GB, more than 3/4 of DB_MEMORY, 1GB" in message
    assert "DB_WORK_MEM is 600MB, more than 1/2 of DB_MEMORY, 1GB" in message


def test_a_share_of_the_hosts_memory_is_sized_and_checked_once_that_is_known() -> None:
    found = settings.read({**DEV, "db_memory": "50%", "db_shared_buffers": "6g"}, {})
    made = settings.sized(found, 32 * 2**30)
    assert (made.db_memory, made.parameters["shared_buffers"]) == ("16g", "6GB")
    with pytest.raises(DeployError, match=r"DB_MEMORY 50% of the host's 4GB: DB_SHARED_BUFFERS is 6GB, more than"):
        settings.sized(found, 4 * 2**30)


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
    (tmp_path / "db_password").write_text("from a file")
    monkeypatch.setenv("SECRETS_DIR", str(tmp_path))
    found = settings.read({"environment": "prod"}, {})
    assert found.db_password.get_secret_value() == "from a file"


def test_the_env_file_is_for_dev_alone(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("DB_PASSWORD=from-the-file\n")
    assert "DB_PASSWORD" in refusal({"environment": "prod"})


def test_example_data_is_for_dev_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DB_PASSWORD", "something long enough")
    assert "example data is for dev" in refusal({"environment": "prod"}, {"sample": True})
