"""`python -m bot.faq.learn FAQ CACHE`: learn a FAQ's phrasings into the cache, apart from the running service."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

from bot.faq.fault import FaqFaults
from bot.faq.knowledge import build_edition
from bot.faq.loader import load_faq


def main(faq: Path, cache: Path) -> None:
    """Build once, so that the cache holds it; a file that changed to a faulty one meanwhile is left alone."""
    with contextlib.suppress(OSError):
        os.nice(10)
    with contextlib.suppress(FaqFaults, OSError):
        build_edition(load_faq(faq), cache)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
