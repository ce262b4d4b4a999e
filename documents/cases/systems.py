"""Whose number an external id is: a partner's client speaks for its own system only (scope `Sys`)."""

from auth.errors import Invalid
from auth.principal import Principal
from documents.cases.vocabulary import ExternalSystem
from documents.kernel.write.change import Change


def own_system(who: Principal | None) -> str | None:
    """Return the system that a client speaks for; None for people and the command line."""
    return next((grant.system for grant in who.grants if grant.system), None) if who else None


def system_of(change: Change, named: str | None) -> tuple[str | None, str | None]:
    """Return the external system to store, and the partner's system that the case belongs to (None where people register).

    A client need not name its system: it has one. A system without a value of its own in the enumeration goes as
    OTHER, and is stored under its own code, so that the numbers of two partners never meet.
    Raises: INVALID (`not_your_system`).
    """
    own = own_system(change.who)
    if own is None:
        return named, None
    called = own if own in set(ExternalSystem) else ExternalSystem.OTHER.value
    if named not in (None, own, called):
        raise Invalid("not_your_system", path=("externalSystem",))
    return own, own
