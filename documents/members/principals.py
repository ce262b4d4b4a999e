"""Who a person is at a moment: the principal built from memberships, absences and the trees, cached to its boundary."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from auth.actions import Action
from auth.errors import Unauthenticated
from auth.principal import Grant, Principal
from auth.roles import DESKS_OF, Role
from documents.accounts.clients import has_expired, registered_actions, registered_texts
from documents.accounts.reading import account_by_id
from documents.kernel.read.reference import Reference, Snapshot
from documents.kernel.store.connection import Store
from documents.members.rules import active_on, effective_curator, next_boundary
from documents.organizations.tree import organization_with_units

LONGEST = timedelta(hours=1)
"""How long a principal is kept when nothing begins or ends before."""

CACHED = 10_000
"""Principals kept at once; beyond that the cache starts over."""


class Principals:
    """Builds principals and keeps them until the reference data change or their next boundary passes."""

    def __init__(self, store: Store, reference: Reference) -> None:
        self._store = store
        self._reference = reference
        self._cache: dict[tuple[str, frozenset[str] | None], Principal] = {}
        self._texts: dict[str, tuple[int, Mapping[str, str]]] = {}

    async def of(self, account_id: str, now: datetime, scope: frozenset[str] | None = None) -> Principal:
        """Return the principal of an account, narrowed to a scope, from memory where it still holds.

        Raises: Unauthenticated.
        """
        snapshot = await self._reference.current()
        known = self._cache.get((account_id, scope))
        if known is not None and known.version == snapshot.version and now < known.expires_at:
            return known
        return await self.current(account_id, now, scope)

    async def current(self, account_id: str, now: datetime, scope: frozenset[str] | None = None) -> Principal:
        """Return the principal of an account, narrowed to a scope, built now.

        Raises: Unauthenticated where the account may not act.
        """
        snapshot = self._reference.snapshot
        account = await account_by_id(self._store, account_id)
        if account is None or not account["is_active"] or has_expired(account, now):
            raise Unauthenticated
        built = build_principal(account, snapshot, now, scope=scope)
        if built.documents:
            # However many tokens of one client are narrowed differently: its texts are in memory once.
            revision, texts = self._texts.get(account_id, (0, built.documents))
            if revision != account["revision"]:
                texts = built.documents
            self._texts[account_id] = account["revision"], texts
            built = replace(built, documents=texts)
        if len(self._cache) >= CACHED:
            self._cache.clear()
            self._texts.clear()
        self._cache[account_id, scope] = built
        return built


def build_principal(
    account: Mapping[str, Any],
    snapshot: Snapshot,
    now: datetime,
    *,
    is_past: bool = False,
    scope: frozenset[str] | None = None,
) -> Principal:
    """Return the principal that an account's person is at `now`, by the memberships and absences of `snapshot`.

    `is_past` asks who it was at another moment: whether the person has left since does not matter then. A `scope` leaves
    a client what both it and the registration name.
    """
    memberships = list(snapshot.rows("memberships"))
    absences = list(snapshot.rows("absences"))
    person_id = account.get("person_id")
    person = snapshot.row("persons", person_id)
    # Own roles first: what is done by one of them is not done for anybody else.
    held = sorted(
        (row for row in active_on(memberships, now) if row["person_id"] == person_id),
        key=lambda row: row["substitutes_id"] is not None,
    )
    if person is not None and not person["is_active"] and not is_past:
        held = []
    curator_id = _holder(memberships, Role.CURATOR, now)
    head_id = _holder(memberships, Role.CENTER_HEAD, now)
    effective = effective_curator(curator_id, head_id, absences, now)
    acts = person_id is not None and effective.person_id == person_id
    boundary = next_boundary(memberships, absences, now)
    return Principal(
        account_id=account["_id"],
        person_id=person_id,
        login=account["login"],
        grants=(*(_grant(row, person, snapshot) for row in held), *_client_grants(account, snapshot)),
        acts_as_curator=acts,
        acting_for=curator_id if acts and effective.acting else None,
        version=snapshot.version,
        expires_at=min(one for one in (boundary, account.get("client_expires_at"), now + LONGEST) if one),
        addresses=tuple(account.get("client_addresses") or ()),
        rate=account.get("client_rate"),
        documents=registered_texts(account),
        documents_only=bool(account.get("client_documents_only")),
        actions=None if person_id is not None else _within(registered_actions(account), scope),
        scope=scope,
    )


def _within(actions: frozenset[Action], scope: frozenset[str] | None) -> frozenset[Action]:
    return actions if scope is None else frozenset(one for one in actions if one.value in scope)


def principal_of_person(person_id: str, snapshot: Snapshot, now: datetime) -> Principal:
    """Return what a person may do at `now` whatever account they sign in with, or without any; for questions, not for
    acting."""
    return build_principal({"_id": "", "login": "", "person_id": person_id}, snapshot, now)


def _holder(memberships: Iterable[Mapping[str, Any]], role: Role, now: datetime) -> str | None:
    return next((row["person_id"] for row in active_on(memberships, now) if row["role"] == role), None)


def _client_grants(account: Mapping[str, Any], snapshot: Snapshot) -> Iterable[Grant]:
    # A partner's client has no person and no membership: its one role is bound to its own system.
    if account.get("person_id") is None and account.get("client_system"):
        held = account.get("client_organizations") or ()
        below = (organization_with_units(snapshot, one) for one in held)
        yield Grant(
            role=Role.INTEGRATION,
            sectors=frozenset(account.get("client_sectors") or ()),
            organizations=frozenset(held).union(*below),
            system=account["client_system"],
        )


def _grant(row: Mapping[str, Any], person: Mapping[str, Any] | None, snapshot: Snapshot) -> Grant:
    role = Role(row["role"])
    own = row.get("organization_id") or (person["organization_id"] if person else None)
    bound_to_body = role in (Role.RECIPIENT_COORDINATOR, Role.RECIPIENT_HEAD)
    desks = DESKS_OF.get(role, frozenset())
    substituted = snapshot.row("memberships", row["substitutes_id"])
    return Grant(
        role=role,
        sectors=frozenset(row["sector_ids"]) if role is Role.SECTOR_LEAD else frozenset(),
        organizations=organization_with_units(snapshot, own) if bound_to_body and own else frozenset(),
        channels=frozenset(one["_id"] for one in snapshot.rows("channels") if one["desk"] in desks),
        system=row.get("system"),
        membership_id=row["_id"],
        stands_in_for=substituted["person_id"] if substituted is not None else None,
        valid_to=row["valid_to"],
    )
