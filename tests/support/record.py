"""Records what facts print on a real machine: ``python -m tests.support.record``. Makes one server, and removes it."""

import subprocess
from pathlib import Path

from ai_engine_db.facts.docker import Listeners
from ai_engine_db.facts.reading import Reading
from ai_engine_db.security.parameters import NAMES
from tests.support.deployment import Deployment, free_port

HERE = Path(__file__).parents[1] / "unit" / "fixtures"
STEPS = [
    f"tasks/{step}.py" for step in ("image", "container", "access", "packages", "roles", "databases", "extensions")
]
TABLE = """SET ROLE weedgo;
CREATE TABLE public.things (id serial PRIMARY KEY, "Odd Name" text NOT NULL DEFAULT 'x', CHECK (id > 0));
COMMENT ON TABLE public.things IS 'Two
lines.';"""


def shell(command: str) -> str:
    return subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False).stdout


def record() -> None:
    place = Deployment()
    reading = Reading().command(
        place.name,
        f"{place.name}-data",
        "ai-engine-postgis:17-3.5",
        ROLES,
        DATABASES,
        PARAMETERS,
        "no key",
    )

    def keep(name: str) -> None:
        (HERE / f"{name}.txt").write_text(shell(reading).replace(place.name, "recorded"))

    try:
        keep("nothing")
        assert place.pyinfra(*STEPS, "-y").returncode == 0
        place.psql(TABLE)
        keep("running")
        (HERE / "port.txt").write_text(shell(Listeners().command(place.port)).replace(place.name, "recorded"))
        subprocess.run(["docker", "stop", place.name], check=True, capture_output=True)
        keep("stopped")
        (HERE / "free_port.txt").write_text(shell(Listeners().command(free_port())))
    finally:
        place.remove()
    silent = f"export DOCKER_HOST=unix:///nonexistent.sock\n{reading}"
    (HERE / "silent.txt").write_text(shell(silent).replace(place.name, "recorded"))


ROLES = {
    "role": "weedgo",
    "readonly": "weedgo_readonly",
    "catalog": "weedgo_catalog",
    "backup": "weedgo_backup",
    "granted": "",
}
DATABASES = ("ai_engine", "ai_engine_test")
PARAMETERS = ("max_connections", "shared_buffers", "work_mem", *NAMES)

if __name__ == "__main__":
    record()
