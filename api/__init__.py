"""The doors: HTTP, tokens, health, the command line. Nothing here decides who may do what."""

VERSION = "0.2.0"
"""That of `pyproject.toml`, by test: what is started from a checkout is not installed, and cannot be asked for its own."""
