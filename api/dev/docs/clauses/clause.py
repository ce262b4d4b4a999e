"""A clause of the decree as it is traced: what it asks, what a caller can do for it now, and what comes later."""

from typing import NamedTuple


class Part(NamedTuple):
    """One thing that serves a clause, in words, with the names under which callers find it.

    A name is that of a query or mutation (`cases`, `routeIncident`), of a type (`Message`) or what it has (`Role.CURATOR`,
    `CaseFilter.isOverdue`), of a door (`/auth/token`) or a command (`python -m api reseal`).
    """

    words: str
    names: tuple[str, ...]


class Clause(NamedTuple):
    """A clause of decree № 0302-п of 07.04.2026 (`III.4.5/2`: part III, point 4.5, second indent)."""

    number: str
    asks: str
    now: tuple[Part, ...] = ()
    later: tuple[Part, ...] = ()


def by(words: str, *names: str) -> Part:
    """Return a part that serves the clause now, by what the names stand for; a test refuses names of nothing."""
    return Part(words, names)


def later(words: str, *names: str) -> Part:
    """Return a part that comes later; a test refuses the name of what is there already."""
    return Part(words, names)
