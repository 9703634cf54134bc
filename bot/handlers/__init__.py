"""The edges: thin, each knows one platform."""
