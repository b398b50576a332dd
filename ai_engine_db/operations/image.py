"""The image. Writes through the docker command."""

import shlex
from pathlib import Path

from pyinfra.api.command import PyinfraCommand
from pyinfra.api.host import Host

from ai_engine_db.execution.commands import Refuse, Slow
from ai_engine_db.execution.difference import Difference
from ai_engine_db.execution.script import ShellScript
from ai_engine_db.facts.docker import LABEL
from ai_engine_db.runtime import host_settings, host_state
from ai_engine_db.runtime.changes import line
from ai_engine_db.runtime.container_definition import coming, context, image_definition, image_difference
from ai_engine_db.settings import Settings

FILES = Path(__file__).parent


def image(target: Host) -> Difference:
    """Whether the image is missing, or the project's own was built from another definition."""
    wanted, docker = host_settings.of(target), host_state.of(target).docker
    nothing = f"image {wanted.db_image} is up to date"
    if docker.foreign and wanted.adopt:
        return Difference(nothing="the adopted container keeps its image")
    wrong = image_difference(wanted, docker)
    if not wrong:
        return Difference(nothing=nothing)
    item = f"image {wanted.db_image}"
    told = line("image", "+", item, coming(wanted)) if wrong == "missing" else line("image", "~", item, wrong)
    return Difference([told], commands=_commands(wanted), rereads=True)


def _commands(wanted: Settings) -> list[PyinfraCommand]:
    name = shlex.quote(wanted.db_image)
    if wanted.builds_image:
        return [
            Slow("getting the base image", "sh", "-s", _stdin=(FILES / "base.sh").read_text()),
            Slow(
                f"building image {wanted.db_image}",
                "if ! docker buildx version >/dev/null 2>&1; then export DOCKER_BUILDKIT=0; fi; base64 -d |"
                f" docker build -q --network host --label {LABEL}.image={image_definition()} -t {name} - >/dev/null",
                _stdin=context(),
            ),
        ]
    if wanted.db_image.startswith("sha256:"):
        missing = (
            f"image {name} is not on the host, and no registry has that name: docker save ... | ssh ... docker load"
        )
        return [Refuse(missing)]
    return [ShellScript(FILES / "pull.sh", [name], f"pulling image {wanted.db_image}")]
