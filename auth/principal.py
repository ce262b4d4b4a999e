"""Who is asking: a person or a partner's client with the roles that hold at this moment."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from auth.actions import Action
from auth.roles import Role


@dataclass(frozen=True, slots=True)
class Grant:
    """One role in force, with what its scope turns on; structure is expanded already.

    `organizations` holds the ids of the own organization and of all below it, `channels` the ids of the
    channels of the desks that the role keeps, `sectors` the ids of the sectors led, `system` the partner's
    system; those of a client are the sectors and organizations that it is narrowed to, all where there are none.
    `stands_in_for` is the person whose role this is while he is stood in for. `valid_to` is naive UTC.
    """

    role: Role
    sectors: frozenset[str] = frozenset()
    organizations: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    system: str | None = None
    membership_id: str | None = None
    stands_in_for: str | None = None
    valid_to: datetime | None = None


@dataclass(frozen=True)
class Principal:
    """Built once per operation, or kept until `expires_at`: when next a grant or an absence begins or ends.

    `acts_as_curator` says whether this person is the effective curator now (III.2); `acting_for` is the
    curator's person id while the head stands in for him. `version` is that of the reference data it was built
    from.
    """

    account_id: str
    person_id: str | None
    login: str
    grants: tuple[Grant, ...]
    acts_as_curator: bool
    acting_for: str | None
    version: int
    expires_at: datetime
    #: A client's own gate before the policy: what it was registered for, nothing where that is nothing. None for people.
    actions: frozenset[Action] | None = None
    #: The networks that a client may come from; any where there are none. How much it may ask for, by the word for it.
    addresses: tuple[str, ...] = ()
    rate: str | None = None
    #: The codes to which the token in hand was narrowed when it was asked for (RFC 6749 §3.3); None: to nothing.
    scope: frozenset[str] | None = None
    #: The texts that a client may ask for by their hashes, and whether it may ask for nothing else.
    documents: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    documents_only: bool = False
    #: What the policy gave for this principal so far: it cannot change while the principal lives.
    memo: dict[Hashable, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    @property
    def subject(self) -> str:
        """Who acts, as documents record it: the person's id, or the account's where there is no person."""
        return self.person_id or self.account_id

    @property
    def roles(self) -> frozenset[Role]:
        """The roles in force; empty for an account without any."""
        return frozenset(grant.role for grant in self.grants)
