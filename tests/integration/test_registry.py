"""An image pinned by its digest comes from a registry, here a real one on loopback that has the project's image."""

import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.support.deployment import Deployment, docker, free_port
from tests.support.waiting import until

# Docker needs no TLS for a registry on loopback.
CONFIG = """
version: 0.1
log: {{level: error}}
storage: {{filesystem: {{rootdirectory: {folder}}}}}
http: {{addr: "127.0.0.1:{port}"}}
"""


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an empty registry."""
    program = shutil.which("docker-registry")
    assert program, "these tests want docker-registry: apt-get install docker-registry (as .ci/run does)"
    folder, port = tmp_path_factory.mktemp("registry"), free_port()
    (folder / "config.yml").write_text(CONFIG.format(folder=folder / "storage", port=port))
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([program, "serve", str(folder / "config.yml")], stdout=log, stderr=log)
    try:
        until(lambda: answers(port), (folder / "log").read_text)
        yield f"127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(folder)


def answers(port: int) -> bool:
    try:
        urlopen(f"http://127.0.0.1:{port}/v2/").close()
    except URLError:
        return False
    return True


def pushed(name: str) -> tuple[str, str]:
    """Pushes an image and forgets its name here; gives its name by digest, and its id."""
    docker("push", "-q", name)
    found = docker("inspect", "-f", "{{.Id}} {{index .RepoDigests 0}}", name).split()
    return found[1], found[0]


@pytest.fixture(scope="module")
def images(registry: str, image: str) -> Iterator[dict[str, str]]:
    """Two images that only the registry has, by their digests; the second has a file of its own. And their ids."""
    name = f"{registry}/ai-engine-postgis"
    docker("tag", image, f"{name}:1")
    found = dict([pushed(f"{name}:1")])
    subprocess.run(
        ["docker", "build", "-q", "-t", f"{name}:2", "-"],
        input=f"FROM {name}:1\nRUN echo {registry} >/etc/second\n",
        env=os.environ | {"DOCKER_BUILDKIT": "0"}, text=True, check=True, capture_output=True,
    )  # fmt: skip
    found |= dict([pushed(f"{name}:2")])
    docker("rmi", f"{name}:2", f"{name}:1")
    yield found
    docker("rmi", *found, check=False)


@pytest.fixture(scope="module")
def pinned(images: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """A place with the rules of staging and the first image."""
    settings = {"DB_TLS_CA": str(tmp_path_factory.mktemp("authority") / "ca"), "DB_IMAGE": next(iter(images))}
    place = Deployment(inventory="tests/support/staging.py", environment=settings)
    yield place
    place.remove()


def unknown(images: dict[str, str]) -> str:
    """A digest that no image of the registry has."""
    return f"{next(iter(images)).partition('@')[0]}@sha256:{'0a' * 32}"


def runs(place: Deployment) -> list[str]:
    """A container's id, and that of its image."""
    return docker("inspect", "-f", "{{.Id}} {{.Image}}", place.name).split()


def test_a_dry_run_says_what_would_be_pulled_and_pulls_nothing(pinned: Deployment, images: dict[str, str]) -> None:
    first = next(iter(images))
    assert pinned.changes()[:2] == [f"+ image {first}: pulled", f"+ container {pinned.name}"]
    assert docker("images", "-q", "--digests", first.partition("@")[0]) == ""
    assert pinned.exists() == []


def test_a_digest_that_the_registry_does_not_have_is_named_and_nothing_is_made(
    pinned: Deployment, images: dict[str, str]
) -> None:
    message = pinned.refused(DB_IMAGE=unknown(images))
    assert f"Image {unknown(images)} cannot be pulled: manifest for" in message
    assert "Compare DB_IMAGE with what the registry has" in message
    assert "Nothing was changed" in message
    assert pinned.exists() == []


def test_a_registry_that_does_not_answer_is_named_and_nothing_is_made(pinned: Deployment) -> None:
    message = pinned.refused(DB_IMAGE=f"127.0.0.1:{free_port()}/ai-engine-postgis@sha256:{'0a' * 32}")
    assert "connection refused" in message
    assert "Nothing was changed" in message
    assert pinned.exists() == []


def test_a_pull_that_takes_long_is_said_every_few_seconds(pinned: Deployment) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        name = f"127.0.0.1:{silent.getsockname()[1]}/ai-engine-postgis@sha256:{'0a' * 32}"
        message = pinned.refused(DB_IMAGE=name)
    assert re.search(rf"pulling image {re.escape(name)}: \d\d+ s so far", message), message
    assert f"Image {name} cannot be pulled" in message


def test_the_image_of_that_digest_is_pulled_and_no_other_runs(pinned: Deployment, images: dict[str, str]) -> None:
    first, identity = next(iter(images.items()))
    pinned.deploy()
    assert runs(pinned)[1] == identity
    assert docker("inspect", "-f", "{{.Config.Image}}", pinned.name) == first
    assert pinned.pending() == []


def test_the_projects_image_is_as_hardened_as_one_that_is_built_here(pinned: Deployment) -> None:
    assert docker("inspect", "-f", "{{.HostConfig.ReadonlyRootfs}}", pinned.name) == "true"


def test_a_changed_digest_that_cannot_be_pulled_leaves_the_container_as_it_is(
    pinned: Deployment, images: dict[str, str]
) -> None:
    before = runs(pinned)
    assert "cannot be pulled" in pinned.refused("--data", "recreate=true", DB_IMAGE=unknown(images))
    assert runs(pinned) == before
    assert pinned.psql("SELECT count(*) > 0 FROM provinces_territories") == "t"


def test_a_changed_digest_replaces_the_container_when_told_and_keeps_the_data(
    pinned: Deployment, images: dict[str, str]
) -> None:
    pinned.psql("INSERT INTO tenants (name, code) VALUES ('Kept', 'kept')")
    before = runs(pinned)
    first, second = images
    pinned.environment["DB_IMAGE"] = second
    told = f"container {pinned.name}: image {first} → {second}"
    left = "kept unchanged; --data recreate=true recreates it, keeping its data"
    assert pinned.changes() == [f"+ image {second}: pulled", f"! {told} ({left})"]
    assert f"~ {told} (recreated)" in pinned.deploy("--data", "recreate=true")
    assert runs(pinned)[0] != before[0]
    assert runs(pinned)[1] == images[second]
    assert docker("exec", pinned.name, "cat", "/etc/second") == second.partition("/")[0]
    assert pinned.psql("SELECT name FROM tenants") == "Kept"
    assert pinned.pending() == []
