"""Forms with files at the kiosk: the same reading as the console's, refused in the kiosk's way."""

from __future__ import annotations

from aiohttp import web

from bot.handlers.kiosk.reading import BadRequest
from bot.handlers.uploads import UploadForm, UploadRefused
from bot.referral.case_file import CaseFile


async def open_form(request: web.Request) -> UploadForm:
    """The form with its fields read, its files not. Raises BadRequest."""
    try:
        return await UploadForm.open(request)
    except UploadRefused as refused:
        raise BadRequest(str(refused), refused.status) from refused


async def files_of(form: UploadForm) -> tuple[CaseFile, ...]:
    """The files of the form. Raises BadRequest."""
    try:
        return await form.files()
    except UploadRefused as refused:
        raise BadRequest(str(refused), refused.status) from refused
