"""Which characters of the text of a case a part that was split off has taken, kept on both of them."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from auth.errors import Invalid, Problem
from documents.kernel.record import EmbeddedDocument
from documents.kernel.text.characters import is_blank

Facts = Mapping[str, Any]


class SplitRange(EmbeddedDocument):
    """From which character on, and up to, without, which one a part has taken the text of the whole, as it is stored.

    `case_id` is the other of the two: of the whole that of the part, of the part that of the whole.
    """

    case_id: str
    start: int
    end: int


def ranges_apart(facts: Facts) -> Iterable[Problem]:
    """Check that the ranges of the parts hold something and share no character."""
    sound: list[tuple[int, int, int]] = []
    for index, one in enumerate(facts.get("parts") or ()):
        given = one.get("text_range")
        if given is None:
            continue
        path = ("parts", str(index), "textRange")
        if given["start"] < 0:
            yield Invalid("out_of_range", path=(*path, "start"))
        elif given["start"] >= given["end"]:
            yield Invalid("empty_range", path=path)
        else:
            sound.append((given["start"], given["end"], index))
    for (_, end, _), (start, _, index) in pairwise(sorted(sound)):
        if start < end:
            yield Invalid("shared_text", path=("parts", str(index), "textRange"))


def refuse_ranges(text: str, taken: Sequence[SplitRange], parts: Sequence[Facts]) -> None:
    """Refuse ranges that reach behind the text, hold no words, or share some with an earlier part. Raises: INVALID
    (`out_of_range`, `empty_range`, `shared_text`)."""
    for index, one in enumerate(parts):
        given = one.get("text_range")
        if given is None:
            continue
        path = ("parts", str(index), "textRange")
        if given["end"] > len(text):
            raise Invalid("out_of_range", path=(*path, "end"))
        if is_blank(text[given["start"] : given["end"]]):
            raise Invalid("empty_range", path=path)
        if any(given["start"] < other.end and other.start < given["end"] for other in taken):
            raise Invalid("shared_text", path=path)


def words_of(text: str, part: Facts) -> str:
    """Return the words of a part: its own, those of the range that it names, or the whole text."""
    given = part.get("text_range")
    cut: str = text[given["start"] : given["end"]].strip() if given else text
    return part.get("text") or cut


def kept_range(case_id: str, part: Facts) -> list[SplitRange]:
    """Return what is kept of the range that a part names, on the other side of the link; nothing where it names none."""
    given = part.get("text_range")
    return [SplitRange(case_id=case_id, start=given["start"], end=given["end"])] if given else []
