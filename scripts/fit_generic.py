"""Fit the generic ranker on a file of pairs «question<TAB>paraphrase» and ship its numbers with the package.

    python scripts/fit_generic.py PAIRS --described "where the pairs are from" [--off-topic FILE]

The pairs themselves are not kept: the numbers name them by their hash. The FAQ's own phrasings teach how far a question
may be from how an entry puts it; they and the lines of `--off-topic` are what no pair answers.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bot.faq.loader import load_faq
from bot.faq.matcher.generic.fitted import save_generic_fit
from bot.faq.matcher.generic.fitting import fit_pairs, read_pairs

FAQ = Path(__file__).parents[1] / "data" / "legal_faq.yaml"
EVERY = 14
"""Of the FAQ's phrasings every so many-th is a text on another topic."""


def main() -> None:
    """Fit and save."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--described", required=True)
    parser.add_argument("--off-topic", type=Path)
    options = parser.parse_args()
    pairs = read_pairs(options.pairs)
    others = options.off_topic.read_text(encoding="utf-8").splitlines() if options.off_topic else []
    phrasings = [entry.variants for entry in load_faq(FAQ).entries]
    alien = [text for own in phrasings for text in own][::EVERY]
    described = (
        f"{options.described}, {len(pairs)} pairs; the FAQ's phrasings as far ones and as other topics"
    )
    fit = fit_pairs(pairs, [*alien, *filter(None, others)], described, far=phrasings)
    save_generic_fit(fit)
    print(f"fitted on {fit.fitted_on} ({fit.pairs_hash[:12]})")


if __name__ == "__main__":
    main()
