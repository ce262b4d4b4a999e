"""How much of the marked messages redaction finds, and what it takes wrongly: `python -m tests.rules.redaction_figures`."""

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from documents.privacy.redaction import redact
from tests.rules.redaction_corpus import Kind, Message, Stretch, messages
from tests.support.messages import removed

APART = frozenset({Kind.NUMBER_WORDS})
"""Kinds that are told apart from the sum: the hardest."""


@dataclass
class Figures:
    """Stretches that were marked and that went, by kind; stretches taken out and those rightly so; traps that were hit.

    `with_house` counts addresses of which the house went with the flat.
    """

    marked: Counter[Kind] = field(default_factory=Counter)
    went: Counter[Kind] = field(default_factory=Counter)
    with_house: int = 0
    taken_out: int = 0
    rightly: int = 0
    traps: int = 0
    traps_hit: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Share of what was marked that went as a whole, numbers in words apart."""
        kinds = set(self.marked) - APART
        return sum(self.went[kind] for kind in kinds) / sum(self.marked[kind] for kind in kinds)

    @property
    def precision(self) -> float:
        """Share of what was taken out that touches something marked."""
        return self.rightly / self.taken_out

    def recall_of(self, kind: Kind) -> float:
        """Share of one kind that went as a whole."""
        return self.went[kind] / self.marked[kind]


def figures_of(some: Iterable[Message]) -> Figures:
    """Return the figures of redaction on some messages; letters and digits count, signs between them do not."""
    figures = Figures()
    for message in some:
        _add(figures, message, removed(message.text, redact(message.text)))
    return figures


def _add(figures: Figures, message: Message, out: list[tuple[int, int]]) -> None:
    gone = {place for start, end in out for place in _told(message, start, end)}
    personal = {place for one in message.personal for place in _told(message, one.start, one.end)}
    for stretch in message.personal:
        assert stretch.kind is not None
        is_gone = gone.issuperset(_told(message, stretch.start, stretch.end))
        figures.with_house += stretch.kind is Kind.ADDRESS_FLAT and is_gone
        figures.marked[stretch.kind] += 1
        if gone.issuperset(_must_go(message, stretch)):
            figures.went[stretch.kind] += 1
        else:
            figures.missed.append(f"{stretch.kind:<14}{_in_place(message, stretch.start, stretch.end)}")
    for start, end in out:
        figures.taken_out += 1
        if personal & set(range(start, end)):
            figures.rightly += 1
        else:
            figures.wrong.append(_in_place(message, start, end))
    for trap in message.stays:
        figures.traps += 1
        figures.traps_hit += _is_hit(message, trap, gone)


_FLAT = re.compile(
    r"(?:\bкв(?:артира|\.|\b)|\bкомн(?:ата|\.)|\bком\.)[ .№]*(?P<after>\d+)|(?P<before>\d+|\w+ая) квартир"
    r"|(?P<last>\d+)(?=\D*$)",
    re.IGNORECASE,
)


def _must_go(message: Message, stretch: Stretch) -> list[int]:
    """The letters and digits that identify; of an address those of the flat: work is done at the house, which stays."""
    told = message.told_by(stretch)
    flat = _FLAT.search(told) if stretch.kind is Kind.ADDRESS_FLAT else None
    if flat is None or flat.lastgroup is None:
        return _told(message, stretch.start, stretch.end)
    start, end = flat.span(flat.lastgroup)
    return _told(message, stretch.start + start, stretch.start + end)


def _is_hit(message: Message, trap: Stretch, gone: set[int]) -> bool:
    return not gone.isdisjoint(_told(message, trap.start, trap.end))


def _told(message: Message, start: int, end: int) -> list[int]:
    return [place for place in range(start, end) if message.text[place].isalnum()]


def _in_place(message: Message, start: int, end: int) -> str:
    text = message.text
    found = f"{message.number:03} {text[max(0, start - 30) : start]}⟦{text[start:end]}⟧{text[end : end + 20]}"
    return found.replace("\n", "⏎")


def milliseconds_per_thousand(some: list[Message], rounds: int = 3) -> float:
    """Return what redacting a thousand characters costs: the best of some rounds, each text anew."""
    length, best = sum(len(message.text) for message in some), float("inf")
    for _ in range(rounds):
        redact.cache_clear()
        started = time.perf_counter()
        for message in some:
            redact(message.text)
        best = min(best, time.perf_counter() - started)
    return best * 1_000 / length * 1_000


def longest_milliseconds(some: list[Message], length: int = 20_000, rounds: int = 20) -> float:
    """Return the CPU time of redacting one text as long as texts may be, of messages one after another: the least of some
    rounds."""
    text, best = "\n".join(message.text for message in some)[:length], float("inf")
    for _ in range(rounds):
        redact.cache_clear()
        started = time.process_time()
        redact(text)
        best = min(best, time.process_time() - started)
    return best * 1_000


def _write(figures: Figures, told: Callable[[str], object]) -> None:
    for kind in Kind:
        if figures.marked[kind]:
            share = figures.recall_of(kind)
            told(f"{kind:<14}{figures.went[kind]:>5} of {figures.marked[kind]:>4}  {share:.3f}")
    told(f"addresses of which the house went as well: {figures.with_house}")
    told(f"recall without numbers in words {figures.recall:.3f}")
    told(f"precision {figures.precision:.3f} ({figures.rightly} of {figures.taken_out} taken out)")
    told(f"traps hit {figures.traps_hit} of {figures.traps}")


def main(told: Callable[[str], object]) -> None:
    """Print the figures of all messages, or of those from one number to another; with `--misses` each miss in its place."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--last", type=int, default=sys.maxsize)
    parser.add_argument("--misses", action="store_true")
    asked = parser.parse_args()
    some = [one for one in messages() if asked.first <= one.number <= asked.last]
    figures = figures_of(some)
    _write(figures, told)
    told(f"{milliseconds_per_thousand(some):.3f} ms per 1 000 characters")
    told(f"{longest_milliseconds(some):.1f} ms of CPU for the longest text")
    for title, found in (("missed", figures.missed), ("wrongly taken", figures.wrong)):
        for line in found if asked.misses else ():
            told(f"{title}: {line}")


if __name__ == "__main__":
    main(lambda line: sys.stdout.write(f"{line}\n"))
