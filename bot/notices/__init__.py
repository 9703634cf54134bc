"""Notices: what a broadcast is, who gets it, when it may go out. Pure."""
