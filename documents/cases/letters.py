"""Which answers and notices are printed as letters, and where they are had."""

from collections.abc import Mapping
from typing import Any

from documents.kernel.ids import global_id

Row = Mapping[str, Any]

LETTERS = "/letters/"
"""What stands before the case and the number of the answer in the address of a letter."""

PRINTED_KINDS: Mapping[str, str] = {"MESSAGE": "Message", "APPEAL": "Appeal"}
"""Stored kind of a case → its type, where answers go to an applicant; of incidents the reply is a publication."""

PRINTED = ("APPROVED", "SENT")
"""Where an answer stands that is printed."""


def is_printed(case: Row, response: Row) -> bool:
    """Return whether there is a letter: an answer or notice to an applicant, approved or sent."""
    return case["kind"] in PRINTED_KINDS and response["status"] in PRINTED


def letter_paths(case: Row, response: Row) -> Mapping[str, str] | None:
    """Return format → address of the letter with a response, from the root of the server; None where there is none."""
    if not is_printed(case, response):
        return None
    path = f"{LETTERS}{global_id(PRINTED_KINDS[case['kind']], case['_id'])}/{response['no']}"
    return {"docx_url": f"{path}.docx", "pdf_url": f"{path}.pdf"}


def with_letters(case: Row) -> list[dict[str, Any]]:
    """Return the responses of a case, each with the addresses of its letter."""
    return [{**one, "letter": letter_paths(case, one)} for one in case.get("responses") or ()]


def signer_id_of(response: Row) -> str | None:
    """Return who signs a response officially; of one from before that was kept, who approved it, or else who wrote it."""
    named: str | None = response.get("signer_id") or response.get("reviewer_id") or response.get("author_id")
    return named
