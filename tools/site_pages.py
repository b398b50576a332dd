"""Pages of the site that are not in ``docs/``: a hook of MkDocs. Reads the project; writes nothing.

README.md is the first page, and CONTRIBUTING.md, CHANGELOG.md and SECURITY.md have pages of their own. A file of the
project that a page links to, a table's SQL for example, is shown as a page too.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parents[1]

# The page of each file of the root, by the path of the file.
PAGES = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "project/contributing.md",
    "CHANGELOG.md": "project/changelog.md",
    "SECURITY.md": "project/security.md",
}
LANGUAGES = {".py": "python", ".sql": "sql", ".sh": "sh", ".yml": "yaml", ".toml": "toml", ".csv": "text"}

# A link to a file, with the place on it; not one to another server, and not one within its own page.
LINK = re.compile(r"\]\((?![a-z]+:|#)([^)\s#]+)(#[^)\s]*)?\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def page_of(path: str) -> str:
    """The page that shows a file of the project, by its path there."""
    if path in PAGES:
        return PAGES[path]
    if path.startswith("docs/"):
        return path.removeprefix("docs/")
    return f"source/{path}.md"


def path_of(page: str) -> str:
    """The file of the project that a page is made of: :func:`page_of` the other way round."""
    return next((path for path, each in PAGES.items() if each == page), f"docs/{page}")


def target(path: str, link: str) -> str:
    """The file that a link on a file of the project leads to, both by their paths there."""
    return os.path.normpath(PurePosixPath(path).parent / link)


def rewritten(text: str, path: str) -> str:
    """The text of a file of the project, with its links between files as links between the pages of the site."""
    here = PurePosixPath(page_of(path)).parent

    def link(found: re.Match[str]) -> str:
        to = page_of(target(path, found[1]))
        return f"]({os.path.relpath(to, here)}{found[2] or ''})"

    # What stands in a block of code is no link.
    parts, end = [], 0
    for fence in FENCE.finditer(text):
        parts += [LINK.sub(link, text[end : fence.start()]), fence[0]]
        end = fence.end()
    return "".join((*parts, LINK.sub(link, text[end:])))


def shown(texts: dict[str, str]) -> Iterator[str]:
    """The files outside the documents that some texts link to: they get a page each."""
    for path, text in texts.items():
        for found in LINK.finditer(FENCE.sub("", text)):
            to = target(path, found[1])
            if page_of(to).startswith("source/") and (ROOT / to).is_file():
                yield to


def on_files(files: Files, config: MkDocsConfig, **_: Any) -> Files:
    """Adds the pages that are not in ``docs/``."""
    texts = {f"docs/{each.src_uri}": each.content_string for each in files.documentation_pages()}
    for path, page in PAGES.items():
        texts[path] = (ROOT / path).read_text()
        files.append(File.generated(config, page, content=texts[path]))
    for path in sorted({*shown(texts)}):
        language = LANGUAGES.get(PurePosixPath(path).suffix, "text")
        content = f"# {path}\n\n```{language}\n{(ROOT / path).read_text().rstrip()}\n```\n"
        files.append(File.generated(config, page_of(path), content=content))
    return files


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    """Leads the links of a page to pages."""
    source = page.file.src_uri
    return markdown if source.startswith("source/") else rewritten(markdown, path_of(source))
