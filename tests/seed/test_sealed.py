"""The loaded demo holds no applicant in plain: every collection is looked through for what the plan knows of them."""

import re
from typing import Any

from documents.applicants.document import Applicant
from documents.container import Container
from tests.support.plans import plan_of
from tests.support.prepared import SEED, SEED_TODAY

FREE_TEXT = frozenset({"text", "text_redacted"})
"""What citizens wrote is kept as it came (docs/decisions/applicants-sealed-with-aes-siv.md)."""


def _strings(value: Any) -> Any:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in FREE_TEXT:
                yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
    elif isinstance(value, str):
        yield value


def _plain() -> set[str]:
    """Names, phones and e-mails of all applicants of the plan."""
    found: set[str] = set()
    for case in plan_of(SEED_TODAY, SEED).cases:
        applicant = case.steps[0].facts.get("applicant") or {}
        found |= {applicant[name] for name in ("full_name", "phone", "email") if applicant.get(name)}
    return found


async def test_no_collection_holds_a_name_phone_or_address_of_an_applicant(demo: Container) -> None:
    plain = _plain()
    assert len(plain) > 3_000
    looked_at = 0
    for name in await demo.store.collection_names():
        rows = await demo.store.collection(name).find({}).to_list(length=None)
        looked_at += len(rows)
        there = {text for row in rows for text in _strings(row)}
        # Officials of the demo may bear an applicant's name by chance; their own collection is no one's applicant.
        assert name == "persons" or not plain & there, name
    assert looked_at > 10_000


async def test_every_value_of_every_applicant_is_sealed(demo: Container) -> None:
    rows = await demo.store.collection("applicants").find({}).to_list(length=None)
    values = [row[name] for row in rows for name in Applicant.sealed if row[name] is not None]
    assert len(values) > 3_000
    assert all(re.fullmatch(r"v1\.t1\.[A-Za-z0-9_=-]+", value) for value in values)
