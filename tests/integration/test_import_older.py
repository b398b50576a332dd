"""The rows of a legacy server of an older version come over whole: of those that the distribution has packages of."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import clusters, kinds
from tests.support.clusters import Cluster
from tests.support.deployment import Deployment, docker
from tests.support.legacies import Place, created, rows

SHAPES = "SELECT table_name, string_agg(column_name, ' ' ORDER BY column_name) FROM information_schema.columns WHERE table_schema = 'public' GROUP BY 1"  # noqa: E501
# The oldest that is installed; its number is in the names of the tests.
VERSIONS = clusters.installed()[:1] or [clusters.PACKAGES / "none" / "bin"]


@pytest.fixture(scope="module", params=VERSIONS, ids=lambda path: f"PostgreSQL {path.parent.name}")
def place(provisioned: Deployment, request: pytest.FixtureRequest) -> Iterator[Place]:
    """An older server with the example data and values of every kind, and an empty database."""
    legacy = Cluster(Path(request.param))
    try:
        legacy.start()
        provisioned.deploy("--data", "sample=true")
        place = Place(legacy, provisioned, "shop")
        legacy.psql("CREATE DATABASE shop OWNER weedgo", "postgres")
        provisioned.psql(created("filled"), "postgres")
        provisioned.psql(f"SET ROLE weedgo;{kinds.TABLE}{kinds.rows(500)}", "filled")
        # PostGIS is a package of its own: without it the columns that need it are fewer. Its topology, of which no
        # table has anything, cannot be made by a dump.
        available = place.there("SELECT name FROM pg_available_extensions").splitlines()
        for extension in provisioned.psql("SELECT extname FROM pg_extension", "filled").splitlines():
            if extension not in available or extension == "postgis_topology":
                provisioned.psql(f"DROP EXTENSION IF EXISTS {extension} CASCADE", "filled")
        dump = docker("exec", "-u", "postgres", provisioned.name, "pg_dump", "filled")
        legacy.restore(dump, "shop")
        yield place
    finally:
        legacy.remove()


@pytest.fixture(autouse=True)
def empty(place: Place) -> Iterator[None]:
    """An empty database for each test."""
    place.target.psql(created("shop", "ai_engine_test"), "postgres")
    place.here(f"SET ROLE weedgo;{kinds.TABLE}")
    yield
    place.target.psql("DROP DATABASE shop WITH (FORCE)", "postgres")


def others(place: Place) -> list[str]:
    """The tables that lack a column at the older end."""
    there, here = rows(place.there(SHAPES)), rows(place.here(SHAPES))
    return [name for name in there if there[name] != here[name]]


def test_it_is_older_and_has_what_our_own_has(place: Place) -> None:
    version = place.there("SHOW server_version_num")
    assert version.startswith(VERSIONS[0].parent.name)
    assert int(version) <= int(place.here("SHOW server_version_num"))
    assert int(place.there("SELECT count(*) FROM orders")) == 10
    assert (others(place) == []) == (place.there("SELECT count(*) FROM pg_extension WHERE extname = 'postgis'") == "1")


def test_every_row_of_it_comes_over_as_it_was(place: Place) -> None:
    state = place.state()
    output = place.imports("conflict=replace")
    assert place.differences(*others(place)) == []
    assert place.here('SELECT count(*) FROM "Odd ""kinds"') == "500"
    assert place.state() == state
    assert "DIFFERENT" not in output
    assert "No changes" in place.imports("conflict=replace")
    assert "119 tables" in place.imports("verify_only=true")


def test_what_is_there_is_merged_and_what_is_wrong_is_named(place: Place) -> None:
    place.imports("tables=tenants")
    place.here("UPDATE tenants SET name = name || '!'; INSERT INTO tenants (name, code) VALUES ('Other', 'OTHER')")
    assert "table tenants: 2 rows exist with other values" in place.refused("conflict=fail")
    place.imports()
    assert place.here("SELECT count(*) FROM tenants WHERE name LIKE '%!' OR name = 'Other'") == "3"
    assert place.differences(*others(place), "tenants") == []
    output = place.refused("verify_only=true")
    assert "tenants: 0 only in legacy, 1 only in target, 2 differ" in output


def test_no_function_of_the_legacy_database_runs_as_its_superuser(place: Place) -> None:
    place.there(
        "SET ROLE weedgo; CREATE FUNCTION public.trap(text) RETURNS boolean IMMUTABLE LANGUAGE plpgsql AS"
        " $$ BEGIN IF current_user <> 'weedgo' THEN RAISE 'ran as %', current_user; END IF; RETURN true; END $$;"
        "CREATE INDEX trap ON public.tenants (public.trap('index'))"
    )
    try:
        output = place.refused(LEGACY_USER="postgres")
    finally:
        place.there("DROP INDEX public.trap; DROP FUNCTION public.trap")
    assert "user-defined functions are in indexes or statistics of tenants" in output
    assert "ran as" not in output
