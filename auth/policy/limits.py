"""The limits of the policy: what access keys cannot say, as named pure predicates."""

# ruff: noqa: ARG005  # every predicate is called with the same three arguments, every bound with the same two

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from auth.principal import Grant, Principal
from auth.roles import DECREE_ROLES, TECHNICAL_ROLES

Document = Mapping[str, Any]
Predicate = Callable[[Principal, Grant, Document], bool]
Bounds = Mapping[str, frozenset[str]]
"""Scalar field → the values of which it must have one; empty where nothing is asked."""

POSTPONE_WITHOUT_HEAD_WORKING_DAYS = 7
"""How long the incident officer postpones alone (III.4.5/2); beyond that the head decides."""


@dataclass(frozen=True)
class Limit:
    """A condition of a rule; it does not hold where the document lacks what it looks at.

    `reads` are the fields of the document that the predicate looks at, and no others. `bounds` says the same as a
    condition for a list, None where no document fulfills it; a limit that is only tested after a change has none.
    `acts_for` is given where the rule lends the power of somebody else: for whom one acts by it, None for oneself.
    """

    name: str
    words: str
    predicate: Predicate
    reads: tuple[str, ...] = ()
    bounds: Callable[[Principal, Grant], Bounds | None] | None = None
    acts_for: Callable[[Principal], str | None] | None = None

    def holds(self, who: Principal, grant: Grant, document: Document) -> bool:
        """Return whether this grant's rule bears on the document."""
        return self.predicate(who, grant, document)


def _acts_as_curator(who: Principal, grant: Grant, document: Document) -> bool:
    return who.acts_as_curator


def _acts_as_curator_or_voted(who: Principal, grant: Grant, document: Document) -> bool:
    return who.acts_as_curator or (who.person_id is not None and document.get("person_id") == who.person_id)


def _messages_only(who: Principal, grant: Grant, document: Document) -> bool:
    return document.get("kind") == "MESSAGE"


def _appeals_only(who: Principal, grant: Grant, document: Document) -> bool:
    return document.get("kind") == "APPEAL"


def _inside_own_organization(who: Principal, grant: Grant, document: Document) -> bool:
    return document.get("recipient_id") in grant.organizations


def _on_own_desk(who: Principal, grant: Grant, document: Document) -> bool:
    return document.get("channel_id") in grant.channels


def _new_on_own_desk(who: Principal, grant: Grant, document: Document) -> bool:
    return document.get("status") == "NEW" and _on_own_desk(who, grant, document)


def _seven_working_days(who: Principal, grant: Grant, document: Document) -> bool:
    # What goes on is not put off, though its promised day stays; else the calendar's count must stand beside the date.
    if document.get("status") == "IN_PROGRESS":
        return True
    days = document.get("postponed_working_days")
    return isinstance(days, int) and days <= POSTPONE_WITHOUT_HEAD_WORKING_DAYS


def _not_for_the_center(who: Principal, grant: Grant, document: Document) -> bool:
    # On the case itself no audience stands: there it holds.
    return document.get("audience") != "CENTER"


def _nowhere_else(who: Principal, grant: Grant, document: Document) -> bool:
    # What nobody has placed yet lies nowhere else: its sector and its organization are known, and are none.
    held_to = (("sector_id", grant.sectors), ("recipient_id", grant.organizations))
    return all(not ids or (name in document and document[name] in (None, *ids)) for name, ids in held_to)


def _decree_role_of_another(who: Principal, grant: Grant, document: Document) -> bool:
    return document.get("role") in DECREE_ROLES and document.get("person_id") != who.person_id


def _technical_role_of_another(who: Principal, grant: Grant, document: Document) -> bool:
    return document.get("role") in TECHNICAL_ROLES and document.get("person_id") != who.person_id


acts_as_curator = Limit(
    "acts_as_curator",
    "only as the effective curator",
    _acts_as_curator,
    bounds=lambda who, grant: {} if who.acts_as_curator else None,
    acts_for=lambda who: who.acting_for,
)
acts_as_curator_or_voted = Limit(
    "acts_as_curator_or_voted",
    "only as the effective curator, else one's own ballot",
    _acts_as_curator_or_voted,
    reads=("person_id",),
    bounds=lambda who, grant: {} if who.acts_as_curator else {"person_id": frozenset({who.person_id or ""})},
    acts_for=lambda who: who.acting_for,
)
messages_only = Limit(
    "messages_only",
    "messages only",
    _messages_only,
    reads=("kind",),
    bounds=lambda who, grant: {"kind": frozenset({"MESSAGE"})},
)
appeals_only = Limit(
    "appeals_only",
    "appeals only",
    _appeals_only,
    reads=("kind",),
    bounds=lambda who, grant: {"kind": frozenset({"APPEAL"})},
)
inside_own_organization = Limit(
    "inside_own_organization",
    "only inside one's own organization and those below it",
    _inside_own_organization,
    reads=("recipient_id",),
    bounds=lambda who, grant: {"recipient_id": grant.organizations},
)
on_own_desk = Limit(
    "on_own_desk",
    "only on the channels of one's own desks",
    _on_own_desk,
    reads=("channel_id",),
    bounds=lambda who, grant: {"channel_id": grant.channels},
)
new_on_own_desk = Limit(
    "new_on_own_desk",
    "only while new, on the channels of one's own desks",
    _new_on_own_desk,
    reads=("status", "channel_id"),
    bounds=lambda who, grant: {"status": frozenset({"NEW"}), "channel_id": grant.channels},
)
not_for_the_center = Limit(
    "not_for_the_center",
    "only what is not for the center alone",
    _not_for_the_center,
    reads=("audience",),
    bounds=lambda who, grant: {},
)
nowhere_else = Limit(
    "nowhere_else",
    "only what lies in no other sector or organization than those its client is narrowed to",
    _nowhere_else,
    reads=("sector_id", "recipient_id"),
)
seven_working_days = Limit(
    "seven_working_days",
    "up to 7 working days",
    _seven_working_days,
    reads=("status", "postponed_working_days"),
)
decree_role_of_another = Limit(
    "decree_role_of_another",
    "only roles of the decree, and never one's own",
    _decree_role_of_another,
    reads=("role", "person_id"),
)
technical_role_of_another = Limit(
    "technical_role_of_another",
    "only technical roles, and never one's own",
    _technical_role_of_another,
    reads=("role", "person_id"),
)
