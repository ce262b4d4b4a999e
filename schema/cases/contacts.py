"""Filters by an applicant's exact phone or e-mail: only where plain data may be seen without a reason, each use logged."""

from collections.abc import Mapping
from typing import Any

from auth.errors import BadRequest, FilterForbidden
from auth.policy.decide import searchable
from auth.principal import Principal
from documents.cases.resource import CASES
from documents.disclosures.operations import note_contact_search
from documents.disclosures.vocabulary import RevealField
from documents.kernel.names import camel
from documents.privacy.contacts import EMAIL, PHONE, normal_email, normal_phone
from schema.cases.filters import CaseFilter
from schema.context import GraphInfo

NORMAL = {PHONE: normal_phone, EMAIL: normal_email}
SOUGHT = {"applicant_phone": (PHONE, RevealField.PHONE), "applicant_email": (EMAIL, RevealField.EMAIL)}
"""Field of the filter → the kind of contact, and how the log calls it."""


def contacts_of(given: CaseFilter | None) -> dict[str, str]:
    """Return the contacts that a filter names, by the filter's field; none mostly."""
    asked = {name: getattr(given, name) for name in SOUGHT} if given is not None else {}
    return {name: value for name, value in asked.items() if value is not None}


def refuse_contacts(given: CaseFilter | None) -> None:
    """Refuse with FILTER_FORBIDDEN where a filter that counts names a contact: one person's cases are no figure."""
    for name in contacts_of(given):
        raise FilterForbidden(field=camel(name))


async def sought(info: GraphInfo, given: CaseFilter | None) -> dict[str, Any]:
    """Return the condition on the keyed hashes, once the search stands in the log; empty where nothing is sought.

    Raises: FILTER_FORBIDDEN where the viewer sees plain contacts on no row; BAD_REQUEST for what is no phone or
    e-mail.
    """
    asked = contacts_of(given)
    if not asked:
        return {}
    context = info.context
    who = context.principal
    normal = _normal(who, asked)
    vault = context.container.vault
    if vault is None:
        raise RuntimeError("this process has no keys for personal data, so it can find nobody by them")
    where = {f"{name}_mark": vault.mark(SOUGHT[name][0], value) for name, value in normal.items()}
    await context.runner.run(
        who,
        context.now,
        note_contact_search,
        fields=[SOUGHT[name][1].value for name in asked],
        marks=list(where.values()),
    )
    return where


def _normal(who: Principal, asked: Mapping[str, str]) -> dict[str, str]:
    """The contacts in the form that they are kept in, where some row may be sought by them."""
    rows = searchable(who, CASES.name)
    found: dict[str, str] = {}
    for name, value in asked.items():
        if rows[name].nothing:
            raise FilterForbidden(field=camel(name))
        kind, _ = SOUGHT[name]
        normal = NORMAL[kind](value)
        if normal is None:
            raise BadRequest(f"malformed_{kind}", path=("filter", camel(name)))
        found[name] = normal
    return found
