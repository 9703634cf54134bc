"""`python -m bot.faq.rehearse OLD NEW QUESTIONS CACHE`: a trial of two editions, apart from the running service."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from pathlib import Path

from pydantic import TypeAdapter

from bot.faq.diff import Diff, Question, compare
from bot.faq.knowledge import build_edition
from bot.faq.loader import load_faq

QUESTIONS = TypeAdapter(list[Question])
DIFF = TypeAdapter(Diff)


def rehearse(old: Path, new: Path, questions: list[Question], cache: Path | None) -> Diff:
    """Learn both files, which takes many seconds for texts not seen before, and compare. Raises FaqFaults, OSError."""
    before = build_edition(load_faq(old), cache).interpreter
    after = build_edition(load_faq(new), cache).interpreter
    return compare(questions, before, after)


def main(old: Path, new: Path, questions: Path, cache: Path) -> None:
    """Print the outcome as JSON."""
    with contextlib.suppress(OSError):
        os.nice(10)
    listed = QUESTIONS.validate_json(questions.read_bytes())
    sys.stdout.write(json.dumps(DIFF.dump_python(rehearse(old, new, listed, cache), mode="json")))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:5]))
