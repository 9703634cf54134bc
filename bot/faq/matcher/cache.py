"""What was learnt from the entries is kept in a file by the hash of all that it was learnt from."""

import hashlib
import json
import os
import re
import struct
from collections.abc import Callable, Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from bot.faq import pinyin, tokens
from bot.faq.matcher.classifier import Classifier
from bot.faq.matcher.index import EntryTexts, Index
from bot.faq.matcher.lessons import Lessons
from bot.faq.matcher.mapped import map_arrays
from bot.faq.matcher.odds import Odds
from bot.faq.matcher.pairs import Pairs
from bot.faq.matcher.retrieval import Postings
from bot.faq.matcher.vectors import Vocabulary
from bot.faq.spelling import Spelling
from bot.faq.synonyms import Synonyms

FORMAT = "5"
"""Raised whenever the way of reading texts or learning changes, so that an older file is not taken."""

AT_SETUP = Path(__file__).parents[3] / "build" / "learnt"
"""Where `make setup` puts what it learnt, so that no first start has to: looked into where the service's own folder has
nothing of the content."""

_ODDS = re.compile(r"odds_\d_lean")

Builder = Callable[[Sequence[EntryTexts], Lessons, Synonyms], Index]


def content_hash(entries: Sequence[EntryTexts], lessons: Lessons, synonyms: Synonyms) -> str:
    """Hash over everything that an index is built from, whatever the order of dictionary keys."""
    content = [
        FORMAT,
        [[entry_id, list(phrasings), answer] for entry_id, phrasings, answer in entries],
        sorted((entry_id, list(texts)) for entry_id, texts in lessons.phrasings.items()),
        list(lessons.negatives),
        sorted(lessons.subjects.items()),
        sorted(synonyms.rewrites.items()),
        sorted(synonyms.groups.items()),
        pinyin.DATA.read_text(encoding="utf-8"),
        tokens.LEGAL_WORDS.read_text(encoding="utf-8"),
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def load_or_build(
    folder: Path | None,
    entries: Sequence[EntryTexts],
    lessons: Lessons,
    synonyms: Synonyms,
    build: Builder,
) -> Index:
    """The stored index of just this content, or a new one, which is stored."""
    if folder is None:
        return build(entries, lessons, synonyms)
    name = f"matcher-{content_hash(entries, lessons, synonyms)[:24]}.npz"
    path = folder / name
    for own in (path, AT_SETUP / name):
        found = load_index(own)
        if found is not None:
            return found
    index = build(entries, lessons, synonyms)
    save_index(index, path)
    return index


def load_index(path: Path) -> Index | None:
    """A stored index; None when there is no whole file (a broken one is built anew, not trusted)."""
    try:
        return _from_arrays(map_arrays(path))
    except (OSError, ValueError, KeyError, EOFError, BadZipFile, struct.error):
        return None


def save_index(index: Index, path: Path) -> None:
    """Write beside and move into place, so that a reader never meets half a file; older indexes are removed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}.part")
    with draft.open("wb") as file:
        np.savez(file, allow_pickle=False, **_arrays(index))
        # Large arrays are not read again to be checked: what stands in the file must be on the disk before its name is.
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    for older in sorted(path.parent.glob("matcher-*.npz"), key=lambda file: file.stat().st_mtime)[:-3]:
        older.unlink(missing_ok=True)


def _arrays(index: Index) -> dict[str, np.ndarray]:
    arrays = {
        "entry_ids": _packed(index.entry_ids),
        "owners": index.owners,
        "plains": _packed(index.plains),
        "sounds": _packed(index.sounds),
        "idf": index.vocabulary.idf,
        "rarity": index.vocabulary.rarity,
        "unseen": np.asarray([index.vocabulary.unseen_idf, index.vocabulary.unseen_rarity]),
    }
    for channel, terms in enumerate(index.vocabulary.terms):
        arrays[f"terms_{channel}"] = _packed(terms)
    for name, postings in (("phrasings", index.phrasings), ("documents", index.documents)):
        arrays[f"{name}_starts"] = postings.starts
        arrays[f"{name}_numbers"] = postings.phrasings
        arrays[f"{name}_weights"] = postings.weights
        arrays[f"{name}_count"] = np.asarray(postings.count)
    for name, counts in (("words", index.spelling.words), ("pairs", index.spelling.pairs)):
        arrays[name] = _packed(list(counts))
        arrays[f"{name}_counts"] = np.fromiter(counts.values(), np.int32, len(counts))
    for channel, odds in enumerate(index.odds):
        arrays |= _odds_arrays(f"odds_{channel}", odds)
    if index.pairs:
        arrays |= {"pair_keys": index.pairs.keys, "pair_idf": index.pairs.idf}
        arrays["pair_unseen"] = np.asarray(index.pairs.unseen_idf)
        arrays |= _odds_arrays("pair_odds", index.pairs.odds)
    if index.classifier:
        arrays["weights"], arrays["bias"] = index.classifier.weights, index.classifier.bias
    return arrays


def _from_arrays(arrays: dict[str, np.ndarray]) -> Index:
    channels = sorted(name for name in arrays if name.startswith("terms_"))
    postings = [
        Postings(
            arrays[f"{name}_starts"],
            arrays[f"{name}_numbers"],
            arrays[f"{name}_weights"],
            int(arrays[f"{name}_count"]),
        )
        for name in ("phrasings", "documents")
    ]
    return Index(
        entry_ids=_unpacked(arrays["entry_ids"]),
        owners=arrays["owners"],
        plains=_unpacked(arrays["plains"]),
        sounds=_unpacked(arrays["sounds"]),
        vocabulary=Vocabulary(
            tuple(_unpacked(arrays[name]) for name in channels),
            arrays["idf"],
            arrays["rarity"],
            *map(float, arrays["unseen"]),
        ),
        phrasings=postings[0],
        documents=postings[1],
        classifier=Classifier(arrays["weights"], arrays["bias"]) if "weights" in arrays else None,
        odds=tuple(
            _odds(arrays, name.removesuffix("_lean")) for name in sorted(arrays) if _ODDS.fullmatch(name)
        ),
        pairs=_pairs(arrays) if "pair_keys" in arrays else None,
        spelling=Spelling(
            *(
                dict(zip(_unpacked(arrays[name]), arrays[f"{name}_counts"].tolist(), strict=True))
                for name in ("words", "pairs")
            )
        ),
    )


def _odds_arrays(name: str, odds: Odds) -> dict[str, np.ndarray]:
    return {
        f"{name}_starts": odds.starts,
        f"{name}_classes": odds.classes,
        f"{name}_weights": odds.weights,
        f"{name}_lean": odds.lean,
    }


def _odds(arrays: dict[str, np.ndarray], name: str) -> Odds:
    return Odds(
        arrays[f"{name}_starts"], arrays[f"{name}_classes"], arrays[f"{name}_weights"], arrays[f"{name}_lean"]
    )


def _pairs(arrays: dict[str, np.ndarray]) -> Pairs:
    return Pairs(
        arrays["pair_keys"], arrays["pair_idf"], float(arrays["pair_unseen"]), _odds(arrays, "pair_odds")
    )


def _packed(texts: Sequence[str]) -> np.ndarray:
    return np.frombuffer("\n".join(texts).encode(), np.uint8)


def _unpacked(packed: np.ndarray) -> tuple[str, ...]:
    joined = packed.tobytes().decode()
    return tuple(joined.split("\n")) if joined else ()
