"""The scopes of the policy: each turns a grant into access keys, and has its word in the matrix.

A missing attribute gives no keys, that is no rows; never a key that ends in nothing.
"""

# ruff: noqa: ARG005  # every scope is called with the same two arguments

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from auth.principal import Grant, Principal

Keys = Callable[[Principal, Grant], frozenset[str]]

CENTER_KEY = "center"
"""The key of what is open to all members."""


@dataclass(frozen=True)
class Scope:
    """Which documents a rule covers. `keys` is None where it covers all of them."""

    word: str
    words: str
    keys: Keys | None


def _each(kind: str, ids: Iterable[str | None]) -> frozenset[str]:
    return frozenset(f"{kind}:{one}" for one in ids if one)


def _members(who: Principal, grant: Grant) -> frozenset[str]:
    # What one takes part in or writes is seen before it opens to all: from when on, the document's keys say.
    return frozenset({CENTER_KEY}) | _participant(who, grant) | _secretary(who, grant)


def _participant(who: Principal, grant: Grant) -> frozenset[str]:
    return _each("participant", [who.person_id])


def _secretary(who: Principal, grant: Grant) -> frozenset[str]:
    return _each("secretary", [who.person_id, grant.stands_in_for])


def _voter(who: Principal, grant: Grant) -> frozenset[str]:
    return _each("voter", [who.person_id])


def _counting(who: Principal, grant: Grant) -> frozenset[str]:
    return _secretary(who, grant) | _voter(who, grant)


def _partner(who: Principal, grant: Grant) -> frozenset[str]:
    """The cases of a partner's system; of a client that is narrowed those alone that lie in its sectors, its organizations,
    or in both. A key holds all of it, since one key opens a case."""
    if not grant.system:
        return frozenset()
    within = [f"system:{grant.system}"]
    for kind, ids in (("sector", grant.sectors), ("org", grant.organizations)):
        if ids:
            within = [f"{one} {kind}:{value}" for one in within for value in ids]
    return frozenset(within)


def _responsible(who: Principal, grant: Grant) -> frozenset[str]:
    # Who stands in does the other's work too; ballots and opinions stay personal (`_participant`, `_voter`).
    return _each("person", [who.person_id, grant.stands_in_for])


ALL = Scope("All", "everything", None)
DESK = Scope("Desk", "the channels of one's own desks", lambda who, grant: _each("channel", grant.channels))
SECTOR = Scope("Sec", "the sectors one leads", lambda who, grant: _each("sector", grant.sectors))
ORG = Scope(
    "Org",
    "one's own organization and those below it",
    lambda who, grant: _each("org", grant.organizations),
)
ME = Scope("Me", "what one is responsible or co-responsible for", _responsible)
OWN = Scope("Own", "what one registered or created", lambda who, grant: _each("creator", [who.subject]))
OWN_PERSON = Scope(
    "Own",
    "one's own absence, whoever recorded it",
    lambda who, grant: _each("person", [who.person_id]),
)
OWN_CLIENT = Scope(
    "Own", "what belongs to one's own client", lambda who, grant: _each("client", [who.account_id])
)
SYSTEM = Scope(
    "Sys",
    "the partner's own system, within the sectors and organizations that its client is narrowed to",
    _partner,
)
SENT_IN = Scope(
    "Sys",
    "the partner's own system",
    lambda who, grant: _each("system", [grant.system]),
)
MEMBERS = Scope("Center", "what is open to all members, and what one takes part in or writes", _members)
PARTICIPANT = Scope("Participant", "what one takes part in", _participant)
SECRETARY = Scope("Secretary", "what one writes as the secretary", _secretary)
OWN_BALLOT = Scope("Me", "one's own ballot", _voter)
KEPT_BALLOTS = Scope(
    "Secretary", "ballots of meetings one writes for as the secretary, and one's own", _counting
)
