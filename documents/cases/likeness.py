"""What cases are alike by: keys that are stored with a case, so that those that share one are found by an index.

Posts are compared by their one address, texts by their MinHash in bands, places by topic and house, applicants by the marks
of their contacts. Nothing is compared that some who read a case may not see: of a sensitive case no text, of others the
redacted one. What links and applicants have in common is told by their own rights (`similar.py`).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from hashlib import blake2b
from itertools import pairwise
from typing import Protocol

from documents.cases.filing import house_key, street_key
from documents.cases.posts import post_key
from documents.kernel.text.matching import matching


class LikenessPrefix(StrEnum):
    """What the keys stand under."""

    LINK = "link:"
    TEXT = "text:"
    TEXTS = "texts:"
    PLACE = "place:"
    APPLICANT = "applicant:"


class ComparedPlace(Protocol):
    """What is compared of a place."""

    @property
    def street_redacted(self) -> str | None: ...
    @property
    def house_redacted(self) -> str | None: ...


class ComparedPost(Protocol):
    """What is compared of a publication."""

    @property
    def url(self) -> str: ...
    @property
    def text_redacted(self) -> str: ...


class ComparedCase(Protocol):
    """What is compared of a case; `likeness_keys` are those that it has from before."""

    is_sensitive: bool
    text_redacted: str
    topic_id: str | None
    settlement_id: str | None
    applicant_phone_mark: str | None
    applicant_email_mark: str | None
    likeness_keys: list[str]

    @property
    def location(self) -> ComparedPlace: ...
    @property
    def publications(self) -> Sequence[ComparedPost]: ...


HASHES, BAND = 48, 4
BANDS = HASHES // BAND
"""Texts that share a share `s` of their pairs of words have a band in common with the probability s⁴, of twelve bands."""

FEWEST_WORDS = 6
"""Texts of fewer words are alike by chance."""

MOST_PAIRS = 200
"""Of longer texts so many pairs of words stand for all, the same of like texts: those of the least hash."""

MOST_TEXTS = 5
"""So many publications of one incident are compared by their texts."""

_WORD = re.compile(r"[^\W_]+")
# Redaction leaves bracketed words («[телефон]»), which all texts would have in common.
_REPLACED = re.compile(r"\[[^\[\]\n]{1,40}\]")
_MASK = 2**64 - 1


def _number(*parts: str, size: int = 8) -> int:
    return int.from_bytes(blake2b("\n".join(parts).encode(), digest_size=size).digest())


_STEPS = tuple((_number("factor", str(one)) | 1, _number("summand", str(one))) for one in range(HASHES))
"""Factor and summand of each hash. What is stored was made with them: they never change."""


def prefix_of(key: str) -> str:
    """Return what a key stands under."""
    return key[: key.index(":") + 1]


def likeness_keys_of(case: ComparedCase) -> list[str]:
    """Return the keys of a case, those of links first, then of texts, of the place and of the applicant."""
    texts = (
        [] if case.is_sensitive else [case.text_redacted, *(one.text_redacted for one in case.publications)]
    )
    return [
        *link_keys(one.url for one in case.publications),
        *text_keys(texts, case.likeness_keys),
        *place_keys(case.topic_id, case.settlement_id, case.location),
        *applicant_keys((case.applicant_phone_mark, case.applicant_email_mark)),
    ]


def link_keys(urls: Iterable[str]) -> list[str]:
    """Return the keys of posts, each once."""
    return sorted({f"{LikenessPrefix.LINK}{_number(post_key(one)):016x}" for one in urls})


def applicant_keys(marks: Iterable[str | None]) -> list[str]:
    """Return the keys of an applicant's contacts; none for an anonymous one."""
    return [f"{LikenessPrefix.APPLICANT}{mark}" for mark in marks if mark]


def place_keys(topic_id: str | None, settlement_id: str | None, place: ComparedPlace) -> list[str]:
    """Return the key of a topic at a place; none where either is not known."""
    # The place as everybody reads it who reads the case: a flat that stands beside the house is not in it.
    street = street_key(place.street_redacted or "")
    if topic_id is None or not street:
        return []
    parts = (topic_id, settlement_id or "", street, house_key(place.house_redacted or ""))
    return [f"{LikenessPrefix.PLACE}{_number(*parts):016x}"]


def text_keys(texts: Sequence[str], known: Sequence[str]) -> list[str]:
    """Return the keys of texts; those among the `known` ones where they were made of these very texts."""
    compared = [one for one in texts if one][:MOST_TEXTS]
    if not compared:
        return []
    # A case is stored many times and its text hardly changes: what it was made of tells whether it is made anew.
    made_of = f"{LikenessPrefix.TEXTS}{_number(*compared):016x}"
    if made_of in known:
        return [one for one in known if one.startswith((LikenessPrefix.TEXT, LikenessPrefix.TEXTS))]
    return [made_of, *sorted({key for one in compared for key in _bands(one)})]


def _bands(text: str) -> Iterator[str]:
    pairs = _pairs(text)
    if not pairs:
        return
    least = [min([(factor * one + summand) & _MASK for one in pairs]) for factor, summand in _STEPS]
    for band in range(BANDS):
        own = least[band * BAND : (band + 1) * BAND]
        yield f"{LikenessPrefix.TEXT}{band:02d}:{_number(*map(str, own), size=5):010x}"


def _pairs(text: str) -> list[int]:
    """The hashes of a text's pairs of words; none for one that is too short to compare."""
    words = _WORD.findall(matching(_REPLACED.sub(" ", text)))
    if len(words) < FEWEST_WORDS:
        return []
    pairs = {f"{one} {other}" for one, other in pairwise(words)}
    return sorted(map(_number, pairs))[:MOST_PAIRS]
