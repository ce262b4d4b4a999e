"""Printing a letter for who may read the answer in full: the right is asked, the applicant opened, and a line logged."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from auth.actions import Action
from auth.errors import Forbidden, NotFound
from auth.policy.decide import text_mode
from auth.principal import Principal
from documents.cases.letters import PRINTED_KINDS, is_printed, signer_id_of
from documents.cases.resource import CASES
from documents.center.calendars import calendar_of
from documents.disclosures.operations import reveal_applicant
from documents.disclosures.vocabulary import RevealField
from documents.kernel.ids import MalformedId, read_global_id
from documents.kernel.read.access import Access
from documents.kernel.read.reference import Snapshot
from documents.kernel.write.runner import Request, Runner
from documents.printing.letter import Letter, Parties, letter_of

Row = Mapping[str, Any]

OPENED = (RevealField.FULL_NAME, RevealField.ADDRESS)
"""What a letter shows of its applicant."""

FIELDS = frozenset(
    {"id", "kind", "number", "received_at", "responses", "recipient_id", "applicant", "is_sensitive"}
)

_NUMBER = re.compile(r"[1-9][0-9]{0,3}")


class LetterName(NamedTuple):
    """Which letter: its case, and the number of the answer."""

    case_id: str
    response_no: int


def letter_name(case_id: str, number: str) -> LetterName:
    """Return which letter an address names. Raises: NotFound for what names none."""
    try:
        type_name, record_id = read_global_id(case_id)
    except MalformedId as error:
        raise NotFound from error
    if type_name not in PRINTED_KINDS.values() or _NUMBER.fullmatch(number) is None:
        raise NotFound
    return LetterName(record_id, int(number))


async def printed_letter(
    access: Access, runner: Runner, who: Principal, now: datetime, name: LetterName
) -> Letter:
    """Return a letter for who reads its case in plain; that its applicant was shown is logged before.

    Raises: NOT_FOUND for a case that is not there or not the reader's, and for an answer that is not printed; FORBIDDEN
    (`applicant.read`).
    """
    case = await access.one(CASES, who, now, where={"_id": name.case_id}, fields=FIELDS)
    if case is None:
        raise NotFound
    if text_mode(who, case) != "PLAIN":
        raise Forbidden(action=Action.APPLICANT_READ.value)
    response = next((one for one in case["responses"] if one["no"] == name.response_no), None)
    if response is None or not is_printed(case, response):
        raise NotFound
    applicant: Mapping[str, str | None] = {}
    if case["applicant"] is not None:
        fields = {"fields": [one.value for one in OPENED]}
        asked = Request(reveal_applicant, who, now, name.case_id, facts=fields)
        [outcome] = await runner.run_together([asked])
        applicant = outcome.answer
    parties = _parties(access.reference, case, response, applicant)
    return letter_of(case, response, parties, calendar_of(access.reference))


def _parties(reference: Snapshot, case: Row, response: Row, applicant: Mapping[str, str | None]) -> Parties:
    signer = _row(reference, "persons", signer_id_of(response))
    # Before it is routed a case is answered by the body of who signs.
    body_id = case["recipient_id"] or (signer or {}).get("organization_id")
    body = _row(reference, "organizations", body_id)
    return Parties(
        body=body,
        body_above=_row(reference, "organizations", (body or {}).get("parent_id")),
        signer=signer,
        executor=_row(reference, "persons", response["author_id"]),
        applicant=applicant,
    )


def _row(reference: Snapshot, collection: str, row_id: str | None) -> Row | None:
    return reference.row(collection, row_id) if row_id is not None else None
