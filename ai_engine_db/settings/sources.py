"""Where settings come from, in which order; and what no source may give.

Touches the environment, ``.env`` (dev only), a folder of secrets and a file of SOPS. Changes nothing.
"""

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import SecretStr, ValidationError
from pydantic_settings import EnvSettingsSource
from pyinfra.api.exceptions import DeployError

from ai_engine_db import hazards
from ai_engine_db.settings import dotenv, origins, sops, words
from ai_engine_db.settings.model import DEV_PASSWORD, SECRETS, Environment, Given, Settings

Some = TypeVar("Some", bound=Given)

ROOT = Path(__file__).resolve().parents[2]
# What the names of settings begin with that are about the legacy database.
LEGACY = "legacy_"
# Data of a host that is pyinfra's own, not ours.
PYINFRA_DATA = ("ssh_", "_", "docker_", "vagrant_", "terraform_")
# What the command line may not say, and why.
NOT_BY_DATA = {
    **{name: f"which every user of this machine can read: set {name.upper()}" for name in SECRETS},
    "environment": "but only by the choice of the inventory, so that its rules apply",
}


@dataclass(frozen=True, slots=True)
class Layer:
    """One source of settings.

    Attributes:
        source: what people call it.
        given: the settings that it gives.
        origin: where one of them was written, by its name; the source itself where it tells no more.
    """

    source: str
    given: Mapping[str, Any]
    origin: Callable[[str], str] | None = None

    def where(self, name: str) -> str:
        """Where a setting of it was written."""
        return self.origin(name) if self.origin else self.source


def layers(
    inventory: Mapping[str, Any], overrides: Mapping[str, Any], model: type[Given] = Settings, file: str = ""
) -> Sequence[Layer]:
    """All sources, the one that wins first; ``file`` is the inventory's, for messages.

    Of a shell's variables only DB_* (or LEGACY_*) are meant for us: ENVIRONMENT or RESTART may be somebody else's.
    """
    environment = str(inventory.get("environment", ""))
    dev = environment == Environment.DEV
    folder = _folder()
    encrypted = sops.file(ROOT, environment)
    ours = partial(_ours, prefix=model.prefix)
    found = [
        Layer("--data", _as_written(overrides, model)),
        Layer("the environment", ours(EnvSettingsSource(model)()), origins.by_variable),
    ]
    if dev:
        env = ROOT / ".env"
        given = _from(env, partial(dotenv.read, env, model.prefix))
        found.append(Layer(".env", given, partial(origins.in_dotenv, env)))
    if folder:
        found.append(Layer(str(folder), _from(folder, partial(_secrets, model, folder))))
    if encrypted:
        found.append(Layer(str(encrypted), _for(model, sops.decrypted(encrypted))))
    found.append(Layer("the inventory", _for(model, inventory), partial(origins.in_inventory, file)))
    if dev and model is Settings:
        found.append(Layer("default in dev", {"db_password": DEV_PASSWORD}))
    return found


def _folder() -> Path | None:
    """SECRETS_DIR, or the usual folder where there is one. An empty SECRETS_DIR: none."""
    named = os.environ.get("SECRETS_DIR")
    if named is None:
        usual = Path("/run/secrets/ai-engine-db")
        return usual if usual.is_dir() else None
    if named and not Path(named).is_dir():
        raise refusal([f"SECRETS_DIR: there is not a directory {named}"])
    return Path(named) if named else None


def _secrets(model: type[Given], folder: Path) -> dict[str, str]:
    """What a folder of secrets holds for us, a file each; and the names of those that are no settings too.

    The line break that an editor leaves at the end is no part of a secret; blanks are.
    """
    found: dict[str, str] = {}
    for path in sorted(folder.iterdir()):
        name = path.name.lower()
        if not name.startswith(model.prefix):
            continue
        if name in found:
            raise refusal([f"{folder}: {name.upper()} occurs twice, in upper and in lower case"])
        with path.open(encoding="utf-8-sig", newline="") as file:
            found[name] = file.read().removesuffix("\n").removesuffix("\r")
    return found


def _as_written(overrides: Mapping[str, Any], model: type[Given]) -> dict[str, Any]:
    """What --data gave, before pyinfra made numbers and truth values of it: 007 is a name of three letters."""
    return {
        name: _word(name, value) if _is_text(name, model) and not isinstance(value, str) else value
        for name, value in overrides.items()
    }


def _word(name: str, value: Any) -> Any:
    given = [word.removeprefix("--data=") for word in sys.argv]
    return next((word.partition("=")[2] for word in reversed(given) if word.startswith(f"{name}=")), value)


def _is_text(name: str, model: type[Given]) -> bool:
    """Whether a setting is a text, whatever that says: a name, a password, an amount with its unit."""
    field = model.model_fields.get(name)
    kinds = (get_args(field.annotation) or (field.annotation,)) if field else ()
    return str in kinds or SecretStr in kinds


def _from(place: Path, source: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any]:
    """What a place has, or a refusal that names it; and none of what it holds."""
    try:
        return source()
    except dotenv.DotenvError as error:
        raise refusal([f"{place}:{problem}" for problem in error.problems]) from None
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not valid UTF-8"
        name = Path(error.filename).name if isinstance(error, OSError) and error.filename else "a file"
        raise refusal([f"{place}: {name} cannot be read: {why}"]) from None


def _ours(values: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    return {name.lower(): value for name, value in values.items() if name.lower().startswith(prefix)}


def _for(model: type[Given], values: Mapping[str, Any]) -> dict[str, Any]:
    """What a place that holds all settings has for some: those of the legacy import are for that alone."""
    legacy = _ours(values, LEGACY)
    return legacy if model.prefix == LEGACY else {name: each for name, each in values.items() if name not in legacy}


def read(inventory: Mapping[str, Any], overrides: Mapping[str, Any], file: str = "") -> Settings:
    """Makes the settings of a host.

    Args:
        inventory: the data of the host and its groups.
        overrides: what ``--data`` gave.
        file: the inventory's, for messages.

    Raises:
        DeployError: one is unknown, missing or out of its range; the message names it and where it came from.
    """
    return made(layers(inventory, overrides, file=file))


def made(found: Sequence[Layer]) -> Settings:
    """Makes settings from their sources. Raises as :func:`read` does."""
    made, problems = tried(found, Settings)
    if made is None:
        raise refusal(problems)
    return made


def tried(found: Sequence[Layer], model: type[Some]) -> tuple[Some | None, list[str]]:
    """Makes settings from their sources, or says what is wrong with those."""
    names = list(model.model_fields)
    problems = [problem for layer in found for problem in _unknown(layer, names)]
    problems += _unknown_variables(names, model.prefix)
    problems += [problem for layer in found for problem in _misread(layer, model)]
    problems += [
        f"{name}: cannot be set by --data, {why}" for name, why in NOT_BY_DATA.items() if name in found[0].given
    ]
    problems += [problem for layer in found[1:] for problem in _standing(layer)]
    if problems:
        return None, problems
    values = {name: value for layer in reversed(found) for name, value in layer.given.items() if name in names}
    try:
        return model(**values), []
    except ValidationError as error:
        return None, words.lines(error, model, partial(_origin, found))


def _standing(layer: Layer) -> Iterator[str]:
    """An approval that would hold for every deploy to come, and is meant for one."""
    if hazards.Code.DATA_LOSS in str(layer.given.get("allow", "")).replace(",", " ").split():
        yield f"allow in {layer.where('allow')} has DATA_LOSS, which is allowed for one deploy at a time, by --data"


def _origin(found: Sequence[Layer], name: str) -> str:
    """Where the value of a setting came from; empty for its default."""
    return next((layer.where(name) for layer in found if name in layer.given), "")


def refusal(problems: Sequence[str]) -> DeployError:
    """The error that says why settings are refused, a line a problem."""
    return DeployError("Settings refused, nothing was changed:\n  " + "\n  ".join(problems))


def _unknown(layer: Layer, names: Sequence[str]) -> Iterator[str]:
    for name in layer.given:
        if name not in names and not name.startswith(PYINFRA_DATA):
            yield words.unknown(name, layer.source, names)


def _misread(layer: Layer, model: type[Given]) -> Iterator[str]:
    """Texts that a source took for something else: 007 for 7, 1.10 for 1.1, yes for true."""
    for name, value in layer.given.items():
        # A whole number in an inventory is what its author has written, in Python; in YAML it may be another.
        exact = isinstance(value, int) and not isinstance(value, bool) and layer.source in ("--data", "the inventory")
        if _is_text(name, model) and isinstance(value, int | float) and not exact:
            yield f"{words.shown(name)} in {layer.source} is read as a number or a boolean: put it in quotes"


def _unknown_variables(known: Sequence[str], prefix: str) -> list[str]:
    names = [name.upper() for name in known if name.startswith(prefix)]
    unknown = [key for key in os.environ if key.lower().startswith(prefix) and key.upper() not in names]
    return [words.unknown(key.upper(), "the environment", names) for key in unknown]
