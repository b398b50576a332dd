"""An import over TLS at both ends, each of which takes nothing else and has an authority of its own."""

import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.support.deployment import Deployment
from tests.support.legacies import Place

FEW = "tables=tenants,stores"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Two servers that take TLS alone, one with the example data."""
    folder = tmp_path_factory.mktemp("authorities")
    both = [
        Deployment(environment={"DB_TLS": "required", "DB_TLS_CA": str(folder / name)}) for name in ("legacy", "target")
    ]
    try:
        with ThreadPoolExecutor() as pool:
            for deployed in [pool.submit(both[0].deploy, "--data", "sample=true"), pool.submit(both[1].deploy)]:
                deployed.result()
        for each in both:
            each.psql("ALTER SYSTEM SET log_connections = on")
            each.psql("SELECT pg_reload_conf()")
        yield Place(both[0], both[1], "ai_engine")
    finally:
        for each in both:
            each.remove()


def authority(server: Deployment) -> str:
    return str(Path(server.environment["DB_TLS_CA"]) / "ca.crt")


@pytest.fixture
def verified(place: Place) -> dict[str, str]:
    """The settings by which the legacy server is verified; for the other, a deploy says it already."""
    assert isinstance(place.legacy, Deployment)
    return {"LEGACY_SSLMODE": "verify-full", "LEGACY_SSLROOTCERT": authority(place.legacy)}


def sessions(server: Deployment) -> list[str]:
    """What the server's log says of each session of an import."""
    log = subprocess.run(["docker", "logs", server.name], capture_output=True, text=True, check=True)
    return [
        line for line in log.stderr.splitlines() if "connection authorized" in line and "ai-engine-db import" in line
    ]


def test_the_authority_of_the_other_end_is_refused_by_name(place: Place, verified: dict[str, str]) -> None:
    legacy, target = verified["LEGACY_SSLROOTCERT"], authority(place.target)
    output = place.refused(FEW, **verified | {"LEGACY_SSLROOTCERT": target})
    assert f"legacy database ai_engine at 127.0.0.1:{place.legacy.port}: SSL error: certificate verify failed" in output
    assert "set LEGACY_SSLROOTCERT to the file of its certificate authority" in output
    assert "target database" not in output
    output = place.refused(FEW, **verified, LEGACY_TARGET_SSLMODE="verify-full", LEGACY_TARGET_SSLROOTCERT=legacy)
    assert "target database ai_engine" in output
    assert "set LEGACY_TARGET_SSLROOTCERT to the file of its certificate authority" in output
    assert "legacy database ai_engine at" not in output
    output = place.refused(FEW, LEGACY_SSLMODE="verify-full", LEGACY_SSLROOTCERT="/nowhere.crt")
    assert "/nowhere.crt" in output
    assert "set LEGACY_SSLROOTCERT" in output


def test_without_tls_there_is_no_way_in(place: Place, verified: dict[str, str]) -> None:
    output = place.refused(FEW, LEGACY_SSLMODE="disable")
    assert "set LEGACY_SSLMODE to require or better" in output, output
    output = place.refused(FEW, **verified, LEGACY_TARGET_SSLMODE="disable")
    assert "set LEGACY_TARGET_SSLMODE to require or better" in output
    output = place.refused(FEW, LEGACY_PASSWORD="wrong")
    assert "password authentication failed" in output


def test_both_ends_are_verified_and_every_session_is_encrypted(place: Place, verified: dict[str, str]) -> None:
    assert isinstance(place.legacy, Deployment)
    output = place.imports(**verified)
    assert place.differences() == []
    assert "DIFFERENT" not in output
    for server in (place.legacy, place.target):
        assert len(sessions(server)) > 2
        assert [line for line in sessions(server) if "SSL enabled (protocol=TLSv1.3" not in line] == []
