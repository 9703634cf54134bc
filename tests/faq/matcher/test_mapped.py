"""Arrays laid over their file are the same as if they were read."""

from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import pytest

from bot.faq.matcher.mapped import LARGE, map_arrays


def test_large_and_small_arrays_come_back(tmp_path: Path) -> None:
    chance = np.random.default_rng(0)
    arrays: dict[str, np.ndarray] = {
        "large": chance.normal(size=(LARGE // 4, 3)).astype(np.float16),
        "in_columns": np.asfortranarray(chance.normal(size=(LARGE // 8, 2))),
        "small": np.arange(5),
        "one": np.asarray(3.5),
        "none": np.zeros(0, np.float32),
    }
    path = tmp_path / "arrays.npz"
    np.savez(path, allow_pickle=False, **arrays)
    back = map_arrays(path)
    assert set(back) == set(arrays)
    for name, array in arrays.items():
        assert np.array_equal(back[name], array)
        assert back[name].dtype == array.dtype
    assert not back["large"].flags.writeable


def test_compressed_arrays_are_read(tmp_path: Path) -> None:
    np.savez_compressed(tmp_path / "arrays.npz", large=np.ones(LARGE))
    assert map_arrays(tmp_path / "arrays.npz")["large"].sum() == LARGE


def test_a_file_that_is_not_whole_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "arrays.npz"
    np.savez(path, large=np.ones(LARGE))
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(BadZipFile):
        map_arrays(path)
