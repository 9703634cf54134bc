"""Two problems in one message: where it may fall into two parts."""

from __future__ import annotations

import re

_PAUSE = re.compile(r"[,。;!?，；！？\n]+")
_SECOND = re.compile(r"^(还有|还|另外|而且|再|同时|并且|又|也|对了|顺便|此外|二来|第二)")
LEAST_PART = 5
"""Characters that a part needs to be read by itself."""


def two_parts(cleaned: str) -> tuple[str, str] | None:
    """The two parts of a message at the pause where a second matter most likely begins; None for one matter."""
    clauses = [clause.strip() for clause in _PAUSE.split(cleaned) if clause.strip()]
    if len(clauses) < 2:
        return None
    lengths = [len(clause) for clause in clauses]
    total = sum(lengths)
    best: tuple[float, int] | None = None
    for cut in range(1, len(clauses)):
        left = sum(lengths[:cut])
        if min(left, total - left) < LEAST_PART:
            continue
        cost = abs(left * 2 - total) / total - (0.6 if _SECOND.match(clauses[cut]) else 0.0)
        if best is None or cost < best[0]:
            best = (cost, cut)
    if best is None:
        return None
    return "，".join(clauses[: best[1]]), "，".join(clauses[best[1] :])
