"""What leaves the house by mail: a letter, and whoever takes it there."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class Enclosure:
    """A document that goes with a letter."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """One mail. `name` is its own for good: who gets it twice, after a crash, knows it for the same."""

    name: str
    to: str
    subject: str
    text: str
    html: str
    at: datetime
    enclosed: tuple[Enclosure, ...] = ()


class LetterRefused(Exception):
    """The mail server does not take a letter to this address, now or later."""


class Post(Protocol):
    """Takes letters out; `public_url` is where people open Pult."""

    public_url: str

    async def send(self, letter: Letter) -> None:
        """Take one letter out. Raises: LetterRefused; what else goes wrong on the way: it is given again later."""
