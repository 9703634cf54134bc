"""Fetching a file that stays on Telegram, by its file id: for pages, where nobody has Telegram."""

from __future__ import annotations

from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.delivery import FileLost
from bot.handlers.telegram.request import TelegramApi
from bot.referral.case_file import LARGEST_FILE_BYTES

_SECONDS = 30.0
GONE = "Telegram 上已经取不到这个文件了。请对方再发一次。"
TOO_BIG = "这个文件超过 20 MB，取不过来。请对方压缩或分开再发，或者当面交。"
OUT_OF_REACH = "现在连不上 Telegram，文件暂时取不到。请过一会儿再试。"


async def fetch(api: TelegramApi, file_id: str) -> bytes:
    """The file's bytes. Raises FileLost."""
    try:
        file = await api.get_file(file_id, read_timeout=_SECONDS)
        if (file.file_size or 0) > LARGEST_FILE_BYTES:
            raise FileLost(TOO_BIG, is_gone=True)
        content = bytes(await file.download_as_bytearray(read_timeout=_SECONDS))
    except BadRequest as refused:
        why = TOO_BIG if "too big" in refused.message.lower() else GONE
        raise FileLost(why, is_gone=True) from None
    except InvalidToken:
        # A file that is not there any more is answered with 404, which the library takes for a bad token.
        raise FileLost(GONE, is_gone=True) from None
    except TelegramError:
        raise FileLost(OUT_OF_REACH, is_gone=False) from None
    except (KeyError, TypeError, AttributeError, ValueError, RuntimeError):
        # Told of in a form that cannot be read, or without a path.
        raise FileLost(GONE, is_gone=True) from None
    if len(content) > LARGEST_FILE_BYTES:
        raise FileLost(TOO_BIG, is_gone=True)
    return content
