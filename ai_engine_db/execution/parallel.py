"""The shell functions that do several things at a time, for the scripts of dumps and restores."""

from pathlib import Path

FUNCTIONS = Path(__file__).with_name("parallel.sh").read_text()
