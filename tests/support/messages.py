"""Messages for measuring redaction, and the measure: what had to go and went, what went and had to."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from tests.support.message_background import STAYING
from tests.support.message_sentences import GOING, Piece


@dataclass(frozen=True)
class Drawn:
    """One message with its pieces in order."""

    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The message as it was written."""
        return "".join(text for text, _ in self.pieces)

    def must_go(self) -> list[tuple[int, int]]:
        """Where personal data stand, as half-open ranges of characters."""
        found, at = [], 0
        for text, goes in self.pieces:
            if goes:
                found.append((at, at + len(text)))
            at += len(text)
        return found


def drawn(number: int, seed: str) -> Iterator[Drawn]:
    """That many messages: two to three sentences with personal data among two to five without."""
    draw = Random(seed)
    for _ in range(number):
        sentences = [draw.choice(GOING)(draw) for _ in range(draw.randint(2, 3))]
        sentences += [draw.choice(STAYING)(draw) for _ in range(draw.randint(2, 5))]
        draw.shuffle(sentences)
        yield Drawn(tuple(piece for sentence in sentences for piece in sentence))


MARK = re.compile(
    r"\[(?:госномер|дата рождения|телефон|эл\. почта|ссылка на профиль|номер карты|номер счёта|паспорт|СНИЛС|полис|"
    r"ИНН|квартира|документ|ФИО)\]"
)


def removed(text: str, redacted: str) -> list[tuple[int, int]]:
    """Which ranges of a text became marks. Raises: ValueError where the rest is not the text as it was."""
    pattern = "(.+?)".join(re.escape(part) for part in MARK.split(redacted))
    found = re.fullmatch(pattern, text, re.DOTALL)
    if found is None:
        raise ValueError("the redacted text is not the text with marks")
    return [found.span(number) for number in range(1, (found.re.groups or 0) + 1)]


@dataclass
class Figures:
    """Pieces that had to go and those that went, ranges taken out and those rightly so, and each miss in its place."""

    had_to_go: int = 0
    went: int = 0
    taken_out: int = 0
    rightly: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Share of what had to go that went as a whole."""
        return self.went / self.had_to_go

    @property
    def precision(self) -> float:
        """Share of what was taken out that held nothing but what had to go."""
        return self.rightly / self.taken_out


def measure(figures: Figures, text: str, goes: Sequence[tuple[int, int]], redacted: str) -> None:
    """Add one message to the figures; letters and digits count, marks between them do not."""
    out = removed(text, redacted)
    gone = {place for start, end in out for place in range(start, end)}
    had = {place for start, end in goes for place in range(start, end)}
    for start, end in goes:
        figures.had_to_go += 1
        if all(place in gone for place in range(start, end) if text[place].isalnum()):
            figures.went += 1
        else:
            figures.missed.append(
                text[max(0, start - 25) : start] + "⟦" + text[start:end] + "⟧" + text[end : end + 15]
            )
    for start, end in out:
        figures.taken_out += 1
        if all(place in had for place in range(start, end) if text[place].isalnum()):
            figures.rightly += 1
        else:
            figures.wrong.append(
                text[max(0, start - 25) : start] + "⟦" + text[start:end] + "⟧" + text[end : end + 15]
            )
