"""Our matcher beside the engines that one would pick instead, on the same entries and questions, in one run.

    python benchmarks/matching.py                          the FAQ: every answer under one phrasing, asked by others
    python benchmarks/matching.py --pairs FILE [--size N]  lines «question<TAB>paraphrase»: every question an entry of one
                                                           phrasing, asked by its paraphrase
        --fill faq       up to N entries by phrasings of the FAQ, which are of another kind (as ordered)
        --fill crossed   by near misses: the pairs' own texts, in each of which one word is another text's
        --off-topic FILE lines that no entry answers, beside the FAQ's phrasings: how well they are told apart (AUROC)

With `--pairs` our ranker is fitted on one half of the pairs and asked the other half, both ways; the numbers that are
shipped are not used. Peers are installed by hand (`pip install tantivy bm25s`); one that is missing is left out.
"""

import argparse
import sqlite3
import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np

from bot.faq.loader import load_faq
from bot.faq.matcher import Matcher
from bot.faq.matcher.generic.fitted import GenericFit
from bot.faq.matcher.generic.fitting import crossed, fit_pairs, read_pairs
from bot.faq.matcher.generic.index import build_index
from bot.faq.matcher.generic.ranking import GenericRanking
from bot.faq.text import clean, essence
from bot.faq.tokens import words

Search = Callable[[str], int]
"""A question → the place of the entry found."""

FAQ = Path(__file__).parents[1] / "data" / "legal_faq.yaml"


@dataclass(frozen=True)
class Task:
    """`asked`: texts with whom the right entries belong to; `halves`: fits that have not seen every second of them."""

    entries: Sequence[str]
    owners: Sequence[int]
    asked: Sequence[tuple[str, int]]
    halves: tuple[GenericFit, GenericFit] | None = None


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pairs", type=Path)
    parser.add_argument("--size", type=int, default=10_000)
    parser.add_argument("--fill", choices=["faq", "crossed"], default="crossed")
    parser.add_argument("--off-topic", type=Path)
    parser.add_argument("--only-ours", action="store_true")
    options = parser.parse_args()
    if options.pairs:
        pairs = read_pairs(options.pairs)[: options.size]
        alien = options.off_topic.read_text(encoding="utf-8").splitlines() if options.off_topic else []
        halves = fit_halves(pairs, [*_off_topic(), *filter(None, alien)])
        task = pairs_task(pairs, options.size, options.fill, halves)
        tell_rejection(pairs, halves, alien)
    else:
        task = own_task()
    print(f"{len(task.entries)} entries, {len(task.asked)} questions\n")
    print("| engine | right at first | build s | p50 ms | p99 ms |\n|---|---|---|---|---|")
    for name, build in ENGINES.items():
        if options.only_ours and name != "ours":
            continue
        try:
            print(measure(name, build, task), flush=True)
        except ImportError as missing:
            print(f"| {name} | not installed: {missing.name} | | | |", flush=True)
    print(f"\nindex of ours: {megabytes(task.entries):.0f} MB")


def measure(name: str, build: Callable[[Sequence[str]], Search], task: Task) -> str:
    """One line of the table."""
    words("预热")
    started = time.perf_counter()
    search = build(task.entries)
    built = time.perf_counter() - started
    searches = (search, search)
    if name == "ours" and task.halves:
        index = build_index([(str(place), [text]) for place, text in enumerate(task.entries)])
        searches = (
            _search(GenericRanking(index, task.halves[0])),
            _search(GenericRanking(index, task.halves[1])),
        )
    seconds, hits = [], 0
    for number, (text, right) in enumerate(task.asked):
        started = time.perf_counter()
        found = searches[number % 2](text)
        seconds.append(time.perf_counter() - started)
        hits += found >= 0 and task.owners[found] == right
    p50, p99 = np.quantile(seconds, [0.5, 0.99]) * 1000
    return f"| {name} | {hits / len(task.asked):.3f} | {built:.1f} | {p50:.2f} | {p99:.2f} |"


def megabytes(entries: Sequence[str]) -> float:
    """What our index of the entries takes, once the dictionaries of the language are loaded."""
    tracemalloc.start()
    index = build_index([(str(place), [text]) for place, text in enumerate(entries)])
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return held / 1e6 if index.entry_ids else 0.0


def fit_halves(pairs: Sequence[tuple[str, str]], alien: Sequence[str]) -> tuple[GenericFit, GenericFit]:
    """What to ask the pairs at even places with (fitted on the odd ones, the others being mere texts beside them), and the
    other way round."""
    odd, even = pairs[1::2], pairs[0::2]
    far = [entry.variants for entry in load_faq(FAQ).entries]
    return (
        fit_pairs(odd, alien[1::2], "odd half", [text for pair in even for text in pair], far),
        fit_pairs(even, alien[0::2], "even half", [text for pair in odd for text in pair], far),
    )


def pairs_task(
    pairs: Sequence[tuple[str, str]], size: int, fill: str, halves: tuple[GenericFit, GenericFit]
) -> Task:
    """Every question an entry, and fillers up to `size`."""
    texts = [text for pair in pairs for text in pair]
    asked = {paraphrase for _, paraphrase in pairs}
    missing = max(size - len(pairs), 0)
    more = _phrasings() if fill == "faq" else crossed(texts, missing // len(texts) + 2)
    order = np.random.default_rng(0).permutation(len(more))[:missing]
    fillers = [more[place] for place in order.tolist() if more[place] not in asked]
    entries = [question for question, _ in pairs] + fillers
    questions = [(paraphrase, place) for place, (_, paraphrase) in enumerate(pairs)]
    return Task(entries, range(len(entries)), questions, halves)


def tell_rejection(
    pairs: Sequence[tuple[str, str]], halves: tuple[GenericFit, GenericFit], alien: Sequence[str]
) -> None:
    """Print how well questions with an entry are told from texts without one, by both chances of a match."""
    entries = [(str(place), [question]) for place, (question, _) in enumerate(pairs)]
    index = build_index(entries)
    rankings = [GenericRanking(index, fit) for fit in halves]
    # Half of the questions have no entry here: the hardest thing to notice, since their topics are there.
    kept = entries[: len(entries) // 2]
    fewer = [GenericRanking(build_index(kept), fit) for fit in halves]
    known = [_chances(rankings[number % 2], text) for number, (_, text) in enumerate(pairs)]
    foreign = [*_off_topic(), *filter(None, alien)]
    far = [_chances(rankings[number % 2], text) for number, text in enumerate(foreign)]
    near = [_chances(fewer[n % 2], text) for n, (_, text) in enumerate(pairs) if n >= len(kept)]
    half = [_chances(fewer[n % 2], text) for n, (_, text) in enumerate(pairs) if n < len(kept)]
    for name, own, other in (("other topics", known, far), ("same topics, no entry", half, near)):
        in_scope, first = (auroc(np.array(own)[:, way], np.array(other)[:, way]) for way in (0, 1))
        print(
            f"told apart ({name}, {len(other)} texts): AUROC {in_scope:.3f} by in_scope, {first:.3f} by confidence"
        )


def auroc(right: np.ndarray, wrong: np.ndarray) -> float:
    """Chance that one of `right` is above one of `wrong`."""
    below = np.searchsorted(np.sort(wrong), right, "left") + np.searchsorted(np.sort(wrong), right, "right")
    return float(below.mean() / 2 / len(wrong))


def own_task() -> Task:
    """Each answer of the FAQ under its first phrasing alone, asked by others; the shipped numbers have seen some of them."""
    entries = load_faq(FAQ).entries
    asked = [(text, owner) for owner, entry in enumerate(entries) for text in entry.variants[5::10]]
    return Task([entry.variants[0] for entry in entries], range(len(entries)), asked)


def ours(entries: Sequence[str]) -> Search:
    """This project's matcher, one phrasing per entry."""
    return _search(Matcher.from_entries([(str(place), [text], "") for place, text in enumerate(entries)]))


def _search(matcher: Matcher | GenericRanking) -> Search:
    def search(text: str) -> int:
        first = matcher.match(text, 5).first
        return int(first.entry_id) if first else -1

    return search


def _chances(ranking: GenericRanking, text: str) -> tuple[float, float]:
    match = ranking.match(text, 1)
    return match.in_scope, match.first.confidence if match.first else 0.0


def _off_topic() -> list[str]:
    """Every fourteenth phrasing of the FAQ: nobody looks for law among questions of all kinds."""
    return _phrasings()[::14]


def _phrasings() -> list[str]:
    return [text for entry in load_faq(FAQ).entries for text in entry.variants]


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
