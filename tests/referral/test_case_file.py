"""A file from a page is taken for what it is, its place taken out, or refused with a sentence."""

from __future__ import annotations

import pytest

from bot.referral.case_file import LARGEST_FILE_BYTES, CaseFile, FileRefused, plain_name, read_case_file
from tests.pictures import SECRET, told_jpeg, told_png


def test_a_picture_is_a_photo_without_its_place_whatever_its_name_says() -> None:
    file = read_case_file("合同.pdf", told_jpeg())
    assert (file.kind, file.mime) == ("photo", "image/jpeg")
    assert SECRET not in file.content


def test_other_files_stay_as_they_are() -> None:
    assert read_case_file("C:\\桌面\\合同.pdf", b"%PDF-1.4") == CaseFile(
        "document", "合同.pdf", "application/octet-stream", b"%PDF-1.4"
    )


@pytest.mark.parametrize(
    ("name", "raw", "why"),
    [
        ("空.pdf", b"", "是空的"),
        ("大.pdf", b"x" * (LARGEST_FILE_BYTES + 1), "超过 20 MB"),
        ("坏.png", told_png()[:60], "不是一张完整的图片"),
        ("苹果.heic", b"\x00\x00\x00\x18ftypheic", "拍摄地点"),
        ("改了名.pdf", b"\x00\x00\x00\x18ftypmp42", "拍摄地点"),
        ("底片.dng", b"II*\x00", "拍摄地点"),
        ("说是图.jpg", b"hello", "拍摄地点"),
    ],
)
def test_what_cannot_be_passed_on_is_refused_by_name(name: str, raw: bytes, why: str) -> None:
    with pytest.raises(FileRefused, match=why) as refused:
        read_case_file(name, raw)
    assert name in str(refused.value)


def test_exactly_twenty_megabytes_are_taken() -> None:
    assert len(read_case_file("a.zip", b"x" * LARGEST_FILE_BYTES).content) == LARGEST_FILE_BYTES


@pytest.mark.parametrize(
    ("name", "plain"),
    [("../../etc/passwd", "passwd"), ("", "文件"), ("a\r\nb\u202e.pdf", "ab.pdf"), ('"<x>".pdf', "x.pdf")],
)
def test_names_are_plain(name: str, plain: str) -> None:
    assert plain_name(name) == plain
