"""State machines as tables: which event leads from which status to which, and what is final."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Move:
    """One row of a machine's table: `event` leads from any of `sources` to `target`.

    No sources: the event begins an object. Target None: the status stays. A `condition` names the fact that must be
    given for the row to count at all (a setting, say); rows without one always count. `within` names the operation on
    another object that makes the move in its own transaction, where the event has none of its own.
    """

    event: str
    sources: frozenset[str]
    target: str | None
    condition: str | None = None
    within: str | None = None

    @property
    def is_creation(self) -> bool:
        """Whether the event begins an object instead of moving one."""
        return not self.sources


class Machine:
    """A named table of moves with its first status, its terminal ones, and the Russian label of each status."""

    def __init__(
        self,
        name: str,
        *,
        initial: str,
        moves: Iterable[Move],
        terminal: Collection[str],
        labels: Mapping[str, str],
    ) -> None:
        """Put the table together. Raises: ValueError for a status without a label, or two moves that one event and
        one status would choose between."""
        self.name = name
        # Plain strings throughout: statuses are stored, compared and sent, and an enumeration is only how we write them.
        self.initial = str(initial)
        self.moves = tuple(moves)
        self.terminal = frozenset(map(str, terminal))
        self.labels = {str(status): label for status, label in labels.items()}
        self.states = frozenset(self.labels)
        self.events = frozenset(move.event for move in self.moves)
        self._by_status: dict[str, dict[str, Move]] = {status: {} for status in self.labels}
        for move in self.moves:
            self._enter(move)
        if not {initial, *self.terminal} <= self.states:
            raise ValueError(f"{name}: the initial and terminal statuses must be in the table of labels")

    def _enter(self, move: Move) -> None:
        named = move.sources | ({move.target} if move.target is not None else NOTHING)
        if not named <= self.states:
            raise ValueError(f"{self.name}: {move.event} names a status without a label")
        for source in move.sources:
            if self._by_status[source].setdefault(move.event, move) is not move:
                raise ValueError(f"{self.name}: {move.event} leaves {source} twice")

    def move(self, status: str, event: str, *, given: Collection[str] = NOTHING) -> Move | None:
        """Return the move that `event` makes from `status` under the facts `given`; None where the table has none."""
        move = self._by_status.get(status, {}).get(event)
        if move is None or (move.condition is not None and move.condition not in given):
            return None
        return move

    def target(self, status: str, event: str, *, given: Collection[str] = NOTHING) -> str | None:
        """Return the status after `event`; `status` itself where it stays; None where the table has no such move."""
        move = self.move(status, event, given=given)
        return None if move is None else move.target or status

    def leaving(self, status: str, *, given: Collection[str] = NOTHING) -> tuple[str, ...]:
        """Return the events possible in `status` under the facts `given`, by name; empty for a final or unknown status."""
        events = self._by_status.get(status, {})
        return tuple(sorted(event for event in events if self.move(status, event, given=given) is not None))

    @property
    def final(self) -> frozenset[str]:
        """The terminal statuses that nothing leaves; the other terminal ones can be re-opened."""
        return frozenset(status for status in self.terminal if not self._by_status[status])

    @property
    def open(self) -> frozenset[str]:
        """The statuses that are not terminal."""
        return self.states - self.terminal

    def label(self, status: str) -> str:
        """Return the Russian label of a status. Raises: KeyError for a status that the machine does not know."""
        return self.labels[status]


def move(
    event: str,
    sources: Iterable[str],
    target: str | None,
    *,
    condition: str | None = None,
    within: str | None = None,
) -> Move:
    """Return one row of a table; see `Move`."""
    shown = None if target is None else str(target)
    return Move(event, frozenset(map(str, sources)), shown, condition, within)
