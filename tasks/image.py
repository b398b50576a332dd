"""The image. Touches the engine's images."""

from pyinfra.api.deploy import deploy
from pyinfra.context import host

from ai_engine_db.operations import docker
from ai_engine_db.runtime import changes, container_definition, host_settings, host_state
from tasks.engine import engine


@deploy("Image")
def image() -> None:
    """Builds the project's image when its definition changed, or gets the one that the inventory names."""
    wanted = host_settings.of(host)
    if host_state.of(host).docker.foreign and wanted.adopt:
        return
    wrong = container_definition.image_difference(wanted, host_state.of(host).docker)
    if wrong == "missing":
        changes.note(host, "image", "+", f"image {wanted.db_image}", container_definition.coming(wanted))
    elif wrong:
        changes.note(host, "image", "~", f"image {wanted.db_image}", wrong)
    docker.image(name=f"Image {wanted.db_image}", settings=wanted)


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    engine()
    image()
