"""Killing the real service at chosen moments while people use it, and proving afterwards that nothing is lost."""
