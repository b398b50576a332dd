"""The image. Touches the engine's images."""

from pyinfra.api.deploy import deploy
from pyinfra.context import host

from ai_engine_db.execution import difference
from ai_engine_db.operations import image as operations
from ai_engine_db.runtime import host_settings
from tasks.engine import engine


@deploy("Image")
def image() -> None:
    """Builds the project's image when its definition changed, or gets the one that the inventory names."""
    difference.remove(f"Image {host_settings.of(host).db_image}", operations.image, server=False)


if __name__ == "builtins":  # pyinfra runs a file without giving it a name
    engine()
    image()
