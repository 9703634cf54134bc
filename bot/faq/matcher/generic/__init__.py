"""Entries of few phrasings, on any topic: nothing is learnt from them, they are compared word by word, letter by letter."""
