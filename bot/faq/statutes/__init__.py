"""Law as data: statutes with their versions, the corpus in force on a day, and what the FAQ's citations mean in it."""

from bot.faq.statutes.corpus import CitedArticle, Corpus, normalize_name
from bot.faq.statutes.folder import StatuteFaults, StatuteFolder, read_folder
from bot.faq.statutes.lawbook import EntryToReview, LawBook
from bot.faq.statutes.statute import Article, RetiredName, Statute

__all__ = [
    "Article",
    "CitedArticle",
    "Corpus",
    "EntryToReview",
    "LawBook",
    "RetiredName",
    "Statute",
    "StatuteFaults",
    "StatuteFolder",
    "normalize_name",
    "read_folder",
]
