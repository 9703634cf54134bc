"""`python -m bot.faq.learn CACHE < FAQ`: learn a FAQ's phrasings into the cache, apart from the running service."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

from bot.faq.fault import FaqFaults
from bot.faq.knowledge import build_edition
from bot.faq.loader import read_faq


def main(raw: bytes, cache: Path) -> None:
    """Build once, so that the cache holds it; a faulty file is left alone."""
    with contextlib.suppress(OSError):
        os.nice(10)
    with contextlib.suppress(FaqFaults, OSError):
        build_edition(read_faq(raw), cache)


if __name__ == "__main__":
    main(sys.stdin.buffer.read(), Path(sys.argv[1]))
