"""A message that was edited on its messenger: what is new in it, against what was passed on before."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.desk.ports import Cases
from bot.referral.case import Attachment, Case, CaseMessage

MARK = "（更正）"
_TAKEN_OUT = "删去了原来的文字"
_REPLACED = "换了照片或文件"


@dataclass(frozen=True)
class Correction:
    """What is passed on of an edit, and the key that it is kept under."""

    text: str
    attachments: tuple[Attachment, ...]
    key: str


async def correction_of(
    cases: Cases, case: Case, ref: str, text: str, attachments: tuple[Attachment, ...]
) -> Correction | None:
    """What an edit of the message `ref` changes; None where it changes nothing that was passed on."""
    before = await cases.message(case, ref)
    place = attachments[0].place if attachments and before and len(before.attachments) > 1 else 0
    if place and before is not None:
        before = _picture_of(before, place)
    stem = f"{ref}:{place}" if place else ref
    number = 1
    while (later := await cases.message(case, f"{stem}:e{number}")) is not None:
        before = replace(
            later,
            text=_words_of(later, before),
            attachments=later.attachments or (before.attachments if before else ()),
        )
        number += 1
    new_files = _new_among(attachments, before)
    if before is not None and text == before.text and not new_files:
        return None
    words = text if before is None or text != before.text else ""
    said = words or (_TAKEN_OUT if before is not None and text != before.text else _REPLACED)
    return Correction(f"{MARK}{said}", new_files, f"{stem}:e{number}")


def _words_of(edit: CaseMessage, before: CaseMessage | None) -> str:
    """The words of the message after this edit."""
    words = edit.text.removeprefix(MARK)
    if words == _REPLACED:
        return before.text if before else ""
    return "" if words == _TAKEN_OUT else words


def _picture_of(album: CaseMessage, place: int) -> CaseMessage:
    """One picture of an album as if it were a message."""
    found = tuple(one for one in album.attachments if one.place == place)
    return replace(album, text=found[0].caption if found else "", attachments=found)


def _new_among(attachments: tuple[Attachment, ...], before: CaseMessage | None) -> tuple[Attachment, ...]:
    known = {_identity(one) for one in before.attachments} if before else set()
    return tuple(one for one in attachments if _identity(one) not in known)


def _identity(attachment: Attachment) -> str:
    return attachment.unique or attachment.file_id or attachment.kept
