"""Invented messages of residents, read out of their marks: the plain text, what is personal in it and what must stay."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from pathlib import Path

CORPUS = Path(__file__).with_suffix(".txt")
"""The messages; the head of the file tells its form and what each kind covers."""

_HEADING = re.compile(r"^=== (.*)\n", re.MULTILINE)
# Text that is marked may end with the bracket of a VK mention, so a mark ends with the last pair of a run of brackets.
_MARK = re.compile(r"\[\[(?P<kind>\w+)\|(?P<personal>.*?)\]\](?!\])|\{\{(?P<stays>.*?)\}\}", re.DOTALL)
_ESCAPE = re.compile(r"\\u([0-9a-f]{4})")
_LEFT_OVER = re.compile(r"\[\[|\]\]|\{\{|\}\}|\\")


class Channel(StrEnum):
    """The way by which a message came."""

    PORTAL = "portal"
    VK = "vk"
    EMAIL = "email"
    CALL = "call"
    SCAN = "scan"


class Kind(StrEnum):
    """What a marked stretch tells of a private person."""

    NAME = "name"
    FIRST_NAME = "first_name"
    PHONE = "phone"
    NUMBER_WORDS = "number_words"
    EMAIL = "email"
    ADDRESS_FLAT = "address_flat"
    SNILS = "snils"
    POLICY = "policy"
    PASSPORT = "passport"
    INN = "inn"
    ACCOUNT = "account"
    CARD = "card"
    PLATE = "plate"
    BIRTH_DATE = "birth_date"
    PROFILE = "profile"
    DOCUMENT = "document"
    OFFICIAL = "official"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters of a plain text from `start` up to, and without, `end`; `kind` is null for what must stay."""

    kind: Kind | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Message:
    """One message without its marks, and the stretches that were marked, in their order."""

    number: int
    channel: Channel
    text: str
    personal: tuple[Stretch, ...]
    stays: tuple[Stretch, ...]

    def told_by(self, stretch: Stretch) -> str:
        """Return the characters of the text that a stretch of it covers."""
        return self.text[stretch.start : stretch.end]

    def unmarked(self) -> str:
        """Return the text with every marked stretch, personal or not, taken out."""
        marked = sorted((*self.personal, *self.stays), key=lambda stretch: stretch.start)
        edges = [0, *(edge for stretch in marked for edge in (stretch.start, stretch.end)), len(self.text)]
        return " ".join(self.text[start:end] for start, end in list(pairwise(edges))[::2])


def messages() -> list[Message]:
    """Return the messages of the corpus in the order of their numbers."""
    return list(read(CORPUS.read_text(encoding="utf-8")))


def read(corpus: str) -> Iterator[Message]:
    """Read messages out of the text of a corpus; what stands before the first heading is its explanation.

    Raises:
        ValueError: A heading, a mark or an escape is malformed; the number of the message is told.
    """
    _, *parts = _HEADING.split(corpus)
    for heading, body in zip(parts[::2], parts[1::2], strict=True):
        number, _, channel = heading.partition(" ")
        try:
            yield _message(int(number), Channel(channel), body.strip("\n"))
        except ValueError as error:
            raise ValueError(f"message {number}: {error}") from error


def _message(number: int, channel: Channel, marked: str) -> Message:
    text, stretches, position = "", list[Stretch](), 0
    for mark in _MARK.finditer(marked):
        text += _plain(marked[position : mark.start()])
        told = _plain(mark["personal"] or mark["stays"] or "")
        if not told or told != told.strip():
            raise ValueError(f"{mark[0]} is empty or takes in the space around it")
        kind = Kind(mark["kind"]) if mark["kind"] else None
        stretches.append(Stretch(kind, len(text), len(text) + len(told)))
        text += told
        position = mark.end()
    text += _plain(marked[position:])
    personal = tuple(stretch for stretch in stretches if stretch.kind is not None)
    stays = tuple(stretch for stretch in stretches if stretch.kind is None)
    return Message(number, channel, text, personal, stays)


def _plain(piece: str) -> str:
    plain = _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), piece)
    if found := _LEFT_OVER.search(plain):
        raise ValueError(f"{found[0]} belongs to no mark and no escape")
    return plain
