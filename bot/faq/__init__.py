"""The FAQ: entries, how a text finds them, and what a text means."""
