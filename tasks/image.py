"""Step 2: the image. Touches the engine's images."""

from pyinfra import host
from pyinfra.api.deploy import deploy

from tasks import settings
from tasks.engine import engine
from tasks.operations import docker


@deploy("Image")
def image() -> None:
    """Builds the project's image when its definition changed, or gets the one that the inventory names."""
    wanted = settings.of(host)
    docker.image(name=f"Image {wanted.db_image}", settings=wanted)


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    engine()
    image()
