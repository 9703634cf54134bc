"""Pictures lose what they say of their place, and nothing that is seen; whatever comes is read or refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.referral.picture import NotAPicture, kind_of_picture, without_place
from bot.referral.picture.orientation import exif_of, orientation_of
from tests.pictures import SECRET, exif, jpeg, told_jpeg, told_png, told_webp

TOLD = {"jpeg": told_jpeg, "png": told_png, "webp": told_webp}


@pytest.mark.parametrize("kind", TOLD)
@pytest.mark.parametrize("orientation", [1, 6])
def test_nothing_of_the_place_is_left(kind: str, orientation: int) -> None:
    told = TOLD[kind](orientation)
    assert SECRET in told
    stripped = without_place(told)
    assert SECRET not in stripped
    assert kind_of_picture(stripped) == kind_of_picture(told)
    assert without_place(stripped) == stripped


@pytest.mark.parametrize("kind", TOLD)
def test_how_it_is_turned_stays(kind: str) -> None:
    assert exif_of(6) in without_place(TOLD[kind](6))
    assert exif_of(6) not in without_place(TOLD[kind](1))


def test_what_is_seen_of_a_photo_is_the_same_to_the_last_byte() -> None:
    assert without_place(told_jpeg())[-100_000:] == without_place(jpeg())[-100_000:]
    scan = jpeg().rindex(b"\xff\xda")
    assert jpeg()[scan:] in without_place(told_jpeg())


def test_orientation_is_read_in_both_byte_orders() -> None:
    assert orientation_of(exif(8)) == 8
    assert orientation_of(exif_of(3)) == 3
    assert orientation_of(exif(99)) == orientation_of(b"") == orientation_of(b"II*\x00\xff\xff\xff\xff") == 1


@pytest.mark.parametrize("kind", TOLD)
def test_a_picture_that_is_cut_off_is_refused(kind: str) -> None:
    whole = without_place(TOLD[kind]())
    for end in (12, len(whole) // 2, len(whole) - 1):
        with pytest.raises(NotAPicture):
            without_place(whole[:end])


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(NotAPicture):
        without_place(b"%PDF-1.4")


@given(st.sampled_from([told_png(), told_webp()]), st.integers(0, 400), st.binary(max_size=12))
def test_damaged_pictures_are_read_or_refused_and_tell_nothing_new(
    told: bytes, at: int, damage: bytes
) -> None:
    damaged = told[:at] + damage + told[at + len(damage) :]
    try:
        without_place(damaged)
    except NotAPicture:
        return


@given(st.binary(max_size=300))
def test_whatever_begins_like_a_jpeg_is_read_or_refused(rest: bytes) -> None:
    try:
        without_place(b"\xff\xd8\xff" + rest)
    except NotAPicture:
        return
