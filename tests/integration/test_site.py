"""The site of the documents: built without a warning, and looked at in a real browser without a network."""

import functools
import http.server
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ai_engine_db.schema.lock import ROOT

# Debian's, Ubuntu's and Google's names.
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# Seconds to wait for what a page draws, on a machine that is busy.
PATIENCE = 120

# Nothing but the site itself can be reached, so what a page shows it has from there.
OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"


class Browser:
    """A browser without a window, driven by the DevTools protocol over two pipes: JSON, each message ended by a NUL."""

    def __init__(self, program: str, profile: Path) -> None:
        theirs_in, self._out = os.pipe()
        self._in, theirs_out = os.pipe()
        # The browser reads from its descriptor 3, and writes to 4.
        command = f'exec "$@" 3<&{theirs_in} 4>&{theirs_out}'
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", OFFLINE]
        self._process = subprocess.Popen(
            ["bash", "-c", command, "bash", program, *options, f"--user-data-dir={profile}", "--remote-debugging-pipe"],
            pass_fds=(theirs_in, theirs_out),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self._numbers = itertools.count(1)
        self._replies = os.fdopen(self._in, "rb")
        page = self._call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._call("Target.attachToTarget", targetId=page, flatten=True)["sessionId"]

    def close(self) -> None:
        os.close(self._out)
        self._replies.close()
        self._process.terminate()
        self._process.wait(timeout=60)

    def _call(self, method: str, session: str = "", **parameters: Any) -> dict[str, Any]:
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": parameters, **({"sessionId": session} if session else {})}
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            reply = json.loads(self._message())
            if reply.get("id") == number:
                assert "error" not in reply, reply
                result: dict[str, Any] = reply["result"]
                return result

    def _message(self) -> bytes:
        found = bytearray()
        while (letter := self._replies.read(1)) != b"\0":
            assert letter, "the browser has ended"
            found += letter
        return bytes(found)

    def open(self, url: str) -> None:
        self._call("Page.navigate", self._session, url=url)
        self.until(f"location.href.startsWith({json.dumps(url)}) && document.readyState === 'complete'")

    def value(self, expression: str) -> Any:
        """What an expression of JavaScript is in the page; a promise is awaited."""
        found = self._call(
            "Runtime.evaluate", self._session, expression=expression, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def until(self, condition: str) -> Any:
        """Waits in the page until a condition holds, and gives its value; None when it did not in time."""
        return self.value(
            f"""new Promise(done => {{
                const end = Date.now() + {PATIENCE * 1000};
                const look = () => {{
                    const found = {condition};
                    if (found || Date.now() > end) done(found || null); else setTimeout(look, 50);
                }};
                look();
            }})"""
        )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=ROOT,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    return folder


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the base class's
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert program, f"none of {', '.join(BROWSERS)} is here: .ci/run installs the first"
    browser = Browser(program, tmp_path_factory.mktemp("profile"))
    yield browser
    browser.close()


def test_every_document_is_a_page(site: Path) -> None:
    for path in (ROOT / "docs").rglob("*.md"):
        page = path.relative_to(ROOT / "docs").with_suffix("")
        folder = page.parent if page.name == "README" else page
        assert (site / folder / "index.html").exists(), path
    for name in ("contributing", "changelog", "security"):
        assert (site / "project" / name / "index.html").exists()


def test_the_file_of_a_table_is_a_page(site: Path) -> None:
    page = (site / "source/sql/core/users.sql/index.html").read_text()
    assert "CREATE TABLE users (" in re.sub("<[^>]+>", "", page)


def test_no_page_loads_anything_from_elsewhere(site: Path) -> None:
    for path in site.rglob("*.html"):
        text = path.read_text()
        assert 'src="http' not in text, path
        assert '<link rel="stylesheet" href="http' not in text, path


def test_the_first_page_is_the_readme(browser: Browser, address: str) -> None:
    browser.open(f"{address}/")
    assert browser.value("document.title") == "ai-engine-db"
    assert browser.value("document.querySelector('h1').textContent").startswith("ai-engine-db")


def test_the_pictures_of_the_architecture_are_drawn(browser: Browser, address: str) -> None:
    browser.open(f"{address}/architecture/")
    assert browser.value("document.title") == "Architecture - ai-engine-db"
    assert browser.until("document.querySelectorAll('.diagram svg').length === 2")
    drawn = browser.value("document.querySelector('.diagram svg').textContent")
    (picture,) = re.findall(r"flowchart TD\n(    tasks.*?)```", (ROOT / "docs/architecture.md").read_text(), re.S)
    labels = re.findall(r'\["(.*)"\]', picture)
    assert len(labels) > 10
    assert [label for label in labels if label not in drawn] == []


def test_every_diagram_of_the_schema_browser_is_drawn(browser: Browser, address: str) -> None:
    pages = [path for path in (ROOT / "docs" / "schema").glob("*.md") if "```mermaid" in path.read_text()]
    assert len(pages) >= 10
    for path in pages:
        browser.open(f"{address}/schema/{'' if path.stem == 'README' else f'{path.stem}/'}")
        count = path.read_text().count("```mermaid")
        assert browser.until(f"document.querySelectorAll('.diagram svg').length === {count}"), path


def test_the_search_finds_a_table_and_a_setting(browser: Browser, address: str) -> None:
    for words, page in (("discount_codes", "schema/pricing/"), ("DB_LOCK_WAIT", "settings/")):
        browser.open(f"{address}/?q={words}")
        found = browser.until(
            "document.querySelectorAll('.md-search-result__link').length"
            " && [...document.querySelectorAll('.md-search-result__link')].map(each => each.href)"
        )
        assert any(page in link for link in found or ()), (words, found)
