"""What is said of bytes that are no whole picture."""


class NotAPicture(Exception):
    """These bytes are no whole picture of a kind that we know; `str()` says why, for the log."""
