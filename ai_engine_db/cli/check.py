"""``make check ENV=prod``: what a deploy would do, for people, programs and pull requests. Changes and asks nothing.

``python -m ai_engine_db.cli.check INVENTORY [--json | --markdown] [pyinfra's own options]`` is a dry run whose plan is
read back; with ``PLAN.json`` instead it shows a plan file in the same shapes, without a look at any host.
Exit code: 0 up to date, 2 changes pending, 3 manual action required (with changes pending or without),
4 the plan has a hazard that ``--refuse`` names, 1 error. make itself turns each of them but 0 into 2.
"""

import argparse
import json
import re
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from ai_engine_db import hazards, signals
from ai_engine_db.plan_document import document
from ai_engine_db.plan_document.markdown import markdown
from ai_engine_db.plan_document.outcome import Outcome, outcome, refused, summary
from ai_engine_db.plan_document.text import text
from ai_engine_db.schema.lock import ROOT

# Of the format of --json; the plan in it has its own.
VERSION = 1

_COLORS = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
# What every dry run says: what it does, and the plan itself, which is shown otherwise.
_USUAL = re.compile(
    r"--> (Loading|Connecting|Preparing|Disconnecting)|\s+Loading: "
    r"|\s+\[.+?\] ([+~?!-] |Connected$|Ready: |plan of |database .*: (up to date|\d+ to create))"
)


def arguments(words: Sequence[str] | None = None) -> tuple[argparse.Namespace, list[str]]:
    """Ours, and those that are pyinfra's."""
    parser = argparse.ArgumentParser(
        prog="python -m ai_engine_db.cli.check",
        description="Says what a deploy would do. Exit code: 0 up to date, 2 changes pending, 3 manual action"
        " required, 4 a hazard of --refuse, 1 error. Other options are pyinfra's: --limit, --data, --sudo ...",
        allow_abbrev=False,
    )
    parser.add_argument("subject", help="inventories/prod.py, or the plan file of an earlier dry run: plan.json")
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="the outcome and the plan, for programs")
    shape.add_argument("--markdown", action="store_true", help="fit for a comment of a pull request")
    parser.add_argument("--refuse", default="", metavar="CODES", help="hazards, as in DATA_LOSS,REWRITE: exit code 4")
    return parser.parse_known_args(words)


def look(inventory: str, options: Sequence[str]) -> tuple[document.Document | None, str]:
    """The plan of a dry run, as far as there is one, and why it is not all of it; empty when it is."""
    with TemporaryDirectory(prefix="ai-engine-db-check-") as folder:
        path = Path(folder) / "plan.json"
        # As JSON, pyinfra asks nothing about a host that cannot be reached.
        words = ["deploy.py", *options, "--dry", "--json", "--data", f"plan_out={path}"]
        done = subprocess.run(
            [str(Path(sys.executable).with_name("pyinfra")), inventory, *words],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        plan = document.parse(path.read_text(encoding="utf-8")) if path.exists() else None
    if done.returncode == 0 and plan is not None:
        return plan, ""
    return plan, said(done.stderr) or f"pyinfra ended with exit code {done.returncode} and no output"


def said(errors: str) -> str:
    """What pyinfra said beside what it always says."""
    lines = _COLORS.sub("", errors).splitlines()
    return "\n".join(line for line in lines if line.strip() and not _USUAL.match(line))


def read(path: Path) -> tuple[document.Document | None, str]:
    """The plan of a file, or why there is none."""
    try:
        return document.parse(path.read_text(encoding="utf-8")), ""
    except (OSError, UnicodeDecodeError) as error:
        return None, f"{path} cannot be read: {error}"
    except document.PlanFileError as error:
        return None, f"{path} {error}"


def main(line: Sequence[str] | None = None) -> int:
    """Prints what was found in the shape that was asked for, and why that is not all to standard error."""
    signals.end_in_order()
    wanted, options = arguments(line)
    path = Path(wanted.subject)
    try:
        codes = hazards.codes(wanted.refuse)
    except ValueError as error:
        print(f"check: --refuse {error}", file=sys.stderr)
        return Outcome.ERROR
    if path.suffix == ".json":
        plan, problem = read(path)
    else:
        plan, problem = look(str(path.resolve()) if path.exists() else wanted.subject, options)
    code, words = Outcome.ERROR, Outcome.ERROR.words
    if plan is not None and not problem:
        code, words = outcome(plan), summary(plan)
    found = refused(plan, codes) if plan is not None and not problem else []
    if found:
        code, words = Outcome.REFUSED, Outcome.REFUSED.words
    for each in found:
        print(f"refused: {each}", file=sys.stderr)
    command = shlex.join(["python", "-m", "ai_engine_db.cli.check", wanted.subject, *options])
    if problem:
        print(problem, file=sys.stderr)
    if wanted.json:
        answer = {"version": VERSION, "exit_code": int(code), "outcome": words, "problem": problem, "refused": found}
        answer["plan"] = plan
        print(json.dumps(answer, indent=1, ensure_ascii=False))
    elif wanted.markdown:
        environments = {part["environment"] for part in plan["hosts"].values()} if plan else {path.stem}
        print(markdown(plan, ", ".join(sorted(environments)), command, problem), end="")
    else:
        print(text(plan) if plan else "", end="")
        print(f"check: {words} (exit code {code:d})")
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
