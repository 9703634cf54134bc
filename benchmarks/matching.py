"""Our matcher beside the engines that one would pick instead, on the same entries and questions, in one run.

    python benchmarks/matching.py                         the FAQ's own phrasings, in pairs that say nearly the same
    python benchmarks/matching.py --pairs FILE [--size N]  lines «phrasing<TAB>paraphrase», one entry each

Peers are installed by hand (`pip install tantivy bm25s`); one that is missing is left out of the table.
"""

import argparse
import sqlite3
import sys
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np

from bot.faq.loader import load_faq
from bot.faq.matcher import Matcher
from bot.faq.matcher.paraphrases import paraphrase_pairs, single_phrasings
from bot.faq.synonyms import load_synonyms
from bot.faq.text import clean, essence
from bot.faq.tokens import words

Search = Callable[[str], int]
"""A question → the place of the entry found."""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pairs", type=Path)
    parser.add_argument("--size", type=int, default=10_000)
    parser.add_argument("--questions", type=int, default=1000)
    options = parser.parse_args()
    entries, asked = read_pairs(options.pairs, options.size) if options.pairs else own_pairs()
    asked = asked[: options.questions]
    print(f"{len(entries)} entries, {len(asked)} questions\n")
    print("| engine | right at first | build s | p50 ms | p99 ms |\n|---|---|---|---|---|")
    for name, build in ENGINES.items():
        try:
            print(measure(name, build, entries, asked), flush=True)
        except ImportError as missing:
            print(f"| {name} | not installed: {missing.name} | | | |", flush=True)


def measure(
    name: str,
    build: Callable[[Sequence[str]], Search],
    entries: Sequence[str],
    asked: Sequence[tuple[str, int]],
) -> str:
    """One line of the table."""
    words("预热")
    started = time.perf_counter()
    search = build(entries)
    built = time.perf_counter() - started
    seconds, hits = [], 0
    for text, right in asked:
        started = time.perf_counter()
        hits += search(text) == right
        seconds.append(time.perf_counter() - started)
    p50, p99 = np.quantile(seconds, [0.5, 0.99]) * 1000
    return f"| {name} | {hits / len(asked):.3f} | {built:.1f} | {p50:.2f} | {p99:.2f} |"


def read_pairs(path: Path, size: int) -> tuple[list[str], list[tuple[str, int]]]:
    """Entries and (question, place of its entry) from a file of pairs."""
    rows = [line.split("\t")[:2] for line in path.read_text(encoding="utf-8").splitlines() if "\t" in line][
        :size
    ]
    return [row[0] for row in rows], [(row[1], place) for place, row in enumerate(rows)]


def own_pairs() -> tuple[list[str], list[tuple[str, int]]]:
    """Every phrasing of the FAQ an entry of its own; asked are phrasings whose like is among them."""
    faq = load_faq(Path(__file__).parents[1] / "data" / "legal_faq.yaml")
    singles = single_phrasings([(one.id, one.variants, "") for one in faq.entries])
    texts = {entry_id: phrasings[0] for entry_id, phrasings, _ in singles}
    pairs = paraphrase_pairs(singles, load_synonyms())
    asked = {one for one, _ in pairs}
    kept = [entry_id for entry_id in texts if entry_id not in asked]
    place = {entry_id: number for number, entry_id in enumerate(kept)}
    return [texts[entry_id] for entry_id in kept], [(texts[one], place[other]) for one, other in pairs]


def ours(entries: Sequence[str]) -> Search:
    """This project's matcher, one phrasing per entry."""
    matcher = Matcher.from_entries([(str(place), [text], "") for place, text in enumerate(entries)])

    def search(text: str) -> int:
        first = matcher.match(text).first
        return int(first.entry_id) if first else -1

    return search


def tantivy_jieba(entries: Sequence[str]) -> Search:
    """tantivy over words cut by jieba."""
    tantivy = import_module("tantivy")

    schema = tantivy.SchemaBuilder()
    schema.add_text_field("body", tokenizer_name="whitespace")
    schema.add_integer_field("place", stored=True)
    index = tantivy.Index(schema.build())
    writer = index.writer(50_000_000, 1)
    for place, text in enumerate(entries):
        writer.add_document(tantivy.Document(body=" ".join(_cut(text)), place=place))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def search(text: str) -> int:
        terms = [tantivy.Query.term_query(index.schema, "body", word) for word in set(_cut(text))]
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])
        found = searcher.search(query, 1).hits
        return int(searcher.doc(found[0][1])["place"][0]) if found else -1

    return search


def fts5_jieba(entries: Sequence[str]) -> Search:
    """SQLite's FTS5 over words cut by jieba, ranked by its bm25."""
    store = sqlite3.connect(":memory:")
    store.execute("CREATE VIRTUAL TABLE entry USING fts5(body)")
    rows = ((place, " ".join(_cut(text))) for place, text in enumerate(entries))
    store.executemany("INSERT INTO entry(rowid, body) VALUES (?, ?)", rows)

    def search(text: str) -> int:
        terms = " OR ".join(f'"{word}"' for word in set(_cut(text)))
        sql = "SELECT rowid FROM entry WHERE entry MATCH ? ORDER BY bm25(entry), rowid LIMIT 1"
        found = store.execute(sql, (terms,)).fetchone() if terms else None
        return int(found[0]) if found else -1

    return search


def bm25s_jieba(entries: Sequence[str]) -> Search:
    """bm25s over words cut by jieba."""
    bm25s = import_module("bm25s")

    index = bm25s.BM25()
    index.index([_cut(text) or [""] for text in entries], show_progress=False)

    def search(text: str) -> int:
        found, _ = index.retrieve([_cut(text) or [""]], k=1, show_progress=False)
        return int(found[0][0])

    return search


def tfidf_words(entries: Sequence[str]) -> Search:
    """Cosine of TF-IDF over words."""
    return _tfidf(entries, analyzer=_cut)


def tfidf_characters(entries: Sequence[str]) -> Search:
    """Cosine of TF-IDF over characters, one and two at a time."""
    return _tfidf([_plain(text) for text in entries], analyzer="char", ngram_range=(1, 2))


def rapidfuzz_ratio(entries: Sequence[str]) -> Search:
    """The likest string by rapidfuzz's ratio."""
    from rapidfuzz import fuzz, process

    plain = [_plain(text) for text in entries]

    def search(text: str) -> int:
        found = process.extractOne(_plain(text), plain, scorer=fuzz.ratio)
        return int(found[2]) if found else -1

    return search


def _tfidf(entries: Sequence[str], **how: object) -> Search:
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(**how)
    table = vectorizer.fit_transform(entries)

    def search(text: str) -> int:
        return int((table @ vectorizer.transform([text]).T).toarray().argmax())

    return search


def _plain(text: str) -> str:
    return essence(clean(text))


def _cut(text: str) -> list[str]:
    return words(_plain(text))


ENGINES: dict[str, Callable[[Sequence[str]], Search]] = {
    "ours": ours,
    "tantivy + jieba": tantivy_jieba,
    "FTS5 + jieba": fts5_jieba,
    "bm25s + jieba": bm25s_jieba,
    "TF-IDF words": tfidf_words,
    "TF-IDF characters 1–2": tfidf_characters,
    "rapidfuzz ratio": rapidfuzz_ratio,
}

if __name__ == "__main__":
    main()
