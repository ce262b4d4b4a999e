"""Who may ask for an operation at all: what it would change is not looked at."""

from auth.policy.decide import may_ever
from auth.policy.explaining import refusal
from auth.principal import Principal
from documents.kernel.write.operation import Operation


def may_ask(who: Principal, operation: Operation) -> bool:
    """Return whether some role of a caller may do it to anything."""
    if operation.by_system:
        return False
    # A partner's client has no matters of its own: it does what it was registered for.
    return (operation.of_oneself and who.person_id is not None) or may_ever(
        who, operation.action, reading=operation.reading
    )


def demand(who: Principal, operation: Operation) -> None:
    """Refuse a caller who may not ask for it. Raises: FORBIDDEN."""
    if not may_ask(who, operation):
        raise refusal(who, operation.action, None, step=operation.words, reading=operation.reading)
