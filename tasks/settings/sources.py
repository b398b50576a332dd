"""Where settings come from, in which order; and what no source may give.

Touches the environment, ``.env`` (dev only), a folder of secrets and a file of SOPS. Changes nothing.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_settings import DotEnvSettingsSource, EnvSettingsSource, SecretsSettingsSource
from pyinfra.api.exceptions import DeployError

from tasks.settings import sops, words
from tasks.settings.model import DEV_PASSWORD, SECRETS, Environment, Settings

ROOT = Path(__file__).resolve().parents[2]
# Data of a host that is pyinfra's own, not ours.
PYINFRA_DATA = ("ssh_", "_", "docker_", "vagrant_", "terraform_")
# What the command line may not say, and why.
NOT_BY_DATA = {
    **{name: f"which every user of this machine can read: set {name.upper()}" for name in SECRETS},
    "environment": "but by the choice of the inventory, so that its rules hold",
}


@dataclass(frozen=True, slots=True)
class Layer:
    """One source of settings: what people call it, and the settings that it gives."""

    source: str
    given: Mapping[str, Any]


def layers(inventory: Mapping[str, Any], overrides: Mapping[str, Any]) -> Sequence[Layer]:
    """All sources, the one that wins first.

    Of a shell's variables only DB_* are meant for us: ENVIRONMENT or RESTART may be somebody else's.
    """
    environment = str(inventory.get("environment", ""))
    dev = environment == Environment.DEV
    folder = Path(os.environ.get("SECRETS_DIR", "/run/secrets/ai-engine-db"))
    encrypted = sops.file(ROOT, environment)
    found = [Layer("--data", overrides), Layer("the environment", _ours(EnvSettingsSource(Settings)()))]
    if dev:
        found.append(Layer(".env", _ours(DotEnvSettingsSource(Settings, ROOT / ".env")())))
    if folder.is_dir():
        found.append(Layer(str(folder), _ours(SecretsSettingsSource(Settings, folder)())))
    if encrypted:
        found.append(Layer(str(encrypted), sops.decrypted(encrypted)))
    found.append(Layer("the inventory", inventory))
    if dev:
        found.append(Layer("default in dev", {"db_password": DEV_PASSWORD}))
    return found


def _ours(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name.lower(): value for name, value in values.items() if name.lower().startswith("db_")}


def read(inventory: Mapping[str, Any], overrides: Mapping[str, Any]) -> Settings:
    """Makes the settings of a host.

    Args:
        inventory: the data of the host and its groups.
        overrides: what ``--data`` gave.

    Raises:
        DeployError: one is unknown, missing or out of its range; the message names it and where it came from.
    """
    return made(layers(inventory, overrides))


def made(found: Sequence[Layer]) -> Settings:
    """Makes settings from their sources. Raises as :func:`read` does."""
    problems = [problem for layer in found for problem in _unknown(layer)] + _unknown_variables()
    problems += [f"{name}: not by --data, {why}" for name, why in NOT_BY_DATA.items() if name in found[0].given]
    if problems:
        raise refusal(problems)
    values = {name: value for layer in reversed(found) for name, value in layer.given.items() if name in NAMES}
    try:
        return Settings(**values)
    except ValidationError as error:
        raise refusal(words.lines(error)) from None


def refusal(problems: Sequence[str]) -> DeployError:
    """The error that says why settings are refused, a line a problem."""
    return DeployError("Settings refused, nothing was changed:\n  " + "\n  ".join(problems))


NAMES = list(Settings.model_fields)


def _unknown(layer: Layer) -> Iterator[str]:
    for name in layer.given:
        if name not in NAMES and not name.startswith(PYINFRA_DATA):
            yield words.unknown(name, layer.source, NAMES)


def _unknown_variables() -> list[str]:
    names = [name.upper() for name in NAMES if name.startswith("db_")]
    unknown = [key for key in os.environ if key.upper().startswith("DB_") and key.upper() not in names]
    return [words.unknown(key.upper(), "the environment", names) for key in unknown]
