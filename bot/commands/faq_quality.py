"""`legalbot faq eval` and `faq fit`: how good the matcher is, and the numbers that follow from it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from bot.commands.curve_picture import save_curve
from bot.faq import evaluation
from bot.faq.knowledge import KnowledgeBase, texts_of
from bot.faq.loader import load_faq
from bot.faq.matcher.encoder import load_encoder
from bot.faq.matcher.fitted import load_fitted, save_fitted
from bot.faq.matcher.fitting import Labelled, fit
from bot.faq.matcher.lessons import load_lessons
from bot.faq.matcher.questions import Case, read_cases
from bot.settings import Settings


def add_parsers(actions: Any) -> None:
    """Register the two actions."""
    measure = actions.add_parser("eval", help="用标注问题量一量匹配得准不准 / measure on labelled questions")
    measure.add_argument("files", nargs="+", type=Path, metavar="FILE.jsonl")
    measure.add_argument(
        "--png", type=Path, metavar="FILE", help="把可靠性曲线存成图片 / save the reliability curve"
    )
    measure.set_defaults(run=run_eval)
    fit = actions.add_parser(
        "fit", help="按现在的问答库重新拟合，约几分钟 / fit ranker, calibration and thresholds"
    )
    fit.add_argument(
        "files", nargs="*", type=Path, metavar="FILE.jsonl", help="另有的标注问题 / labelled questions"
    )
    fit.set_defaults(run=run_fit)


def run_eval(args: argparse.Namespace, settings: Settings) -> int:
    """Print the table by slice, the confused pairs and the reliability curve."""
    cases = _read(args.files)
    if cases is None:
        return 1
    knowledge = KnowledgeBase.load(settings.faq_path, settings.cache_dir, settings.encoder_dir)
    outcomes = evaluation.evaluate(knowledge.matcher, load_fitted().thresholds, cases)
    print(evaluation.table(outcomes))
    print("\n最常混淆（应为 → 排到首位的，次数）：")
    for right, found, times in evaluation.confusions(outcomes):
        print(f"  {right} → {found}，{times}")
    print("\n把握的可靠性（| 为把握，条长为实际正确率）：")
    print(evaluation.curve(outcomes))
    if args.png:
        save_curve(evaluation.reliability(outcomes), args.png)
        print(f"曲线已存为 {args.png}")
    return 0


def run_fit(args: argparse.Namespace, settings: Settings) -> int:
    """Fit everything that is fitted, and store it beside the hash of what it was fitted on."""
    cases = _read(args.files)
    if cases is None:
        return 1
    faq = load_faq(settings.faq_path)
    questions = [Labelled(case.text, case.right) for case in cases]
    encoder = load_encoder(settings.encoder_dir) if settings.encoder_dir else None
    fitted = fit(texts_of(faq), lessons=load_lessons(), questions=questions, encoder=encoder)
    save_fitted(fitted)
    thresholds = fitted.thresholds
    print(
        f"已拟合并保存。作答 ≥ {thresholds.sure:.3f}，追问 ≥ {thresholds.close:.3f}，范围内 ≥ {thresholds.in_scope:.3f}"
    )
    return 0


def _read(files: list[Path]) -> list[Case] | None:
    try:
        return [case for path in files for case in read_cases(path)]
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return None
