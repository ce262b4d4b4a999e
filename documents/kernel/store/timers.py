"""Who is told how long commands were waited for."""

from typing import Protocol


class Timer(Protocol):
    """Is told how long commands were waited for, whatever for; by the task that waits."""

    def began(self) -> float:
        """Note that a command is about to be sent, and return the moment, for `ended`."""

    def ended(self, began: float) -> None:
        """Note that it was answered, or failed."""


class Untimed:
    """Nobody wants to know."""

    def began(self) -> float:
        """Do nothing."""
        return 0.0

    def ended(self, began: float) -> None:
        """Do nothing."""
