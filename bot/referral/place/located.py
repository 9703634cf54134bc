"""What a text says about where somebody is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Status = Literal["one", "several", "none", "outside"]


@dataclass(frozen=True, slots=True)
class Located:
    """`one`: exactly one meaning. `several`: ask which. `none`: no place named. `outside`: not in Kunming.

    `divisions` are codes, one per meaning (empty for none and outside), `understood` their path names in the
    same order. `outside_name` is the place outside as it was written.
    """

    status: Status
    divisions: tuple[str, ...] = ()
    understood: tuple[str, ...] = ()
    outside_name: str = ""


NOWHERE = Located("none")
