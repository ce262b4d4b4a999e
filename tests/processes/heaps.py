"""What a job that is killed finds to do, and how often it did each thing."""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.support.mail import MailServerHere
from tests.support.receiving import ReceiverHere
from tests.support.town import Town

DAY = timedelta(days=1)

Row = dict[str, Any]
Rows = Callable[..., list[Row]]
Mark = tuple[str, str]
Putting = Callable[..., Awaitable[None]]


@dataclass(frozen=True)
class Heap:
    """What lies there for a job: what is to be done, each thing once, and how often it was done so far."""

    expected: Counter[Mark]
    done: Callable[[Rows], Counter[Mark]]

    def is_done(self, rows: Rows) -> bool:
        """Whether everything was done at least once."""
        return self.done(rows).keys() == self.expected.keys()


@dataclass(frozen=True)
class Surroundings:
    """Where a heap is put: the town, and the mail server and the receiver of webhooks that its worker sends to."""

    town: Town
    mail: MailServerHere
    receiver: ReceiverHere


@dataclass(frozen=True)
class KilledJob:
    """One job. `pile` puts so many things there whose ids begin with a prefix. `may_repeat`: a thing that was being done
    when its worker was killed may be done once more, and is known by its name."""

    name: str
    pile: Callable[[Surroundings, str, int, datetime], Awaitable[Heap]]
    may_repeat: bool = False
    is_periodic: bool = True

    def is_right(self, heap: Heap, rows: Rows, *, kills: int) -> bool:
        """Whether each thing was done once, or once more for each kill where that may be."""
        done = heap.done(rows)
        again = (done - heap.expected).total()
        return done.keys() == heap.expected.keys() and again <= (kills if self.may_repeat else 0)


def numbered(prefix: str, count: int) -> list[str]:
    """Return so many ids that begin alike."""
    return [f"{prefix}-{number:02d}" for number in range(count)]


def each_of(ids: Iterable[str], marks: Iterable[str]) -> Counter[Mark]:
    """Return every mark of every id, once."""
    told = tuple(marks)
    return Counter((one, mark) for one in ids for mark in told)


def letters(place: Surroundings, names: Mapping[str, str]) -> Counter[Mark]:
    """Return how often each thing was sent as a letter, by name of letter → thing; the server has others too."""
    written = (str(letter["Message-ID"]).strip("<>").partition("@")[0] for letter in place.mail.letters)
    return Counter((names[name], "sent") for name in written if name in names)
