"""The keys of the small world are those that the real documents store: what is proved here holds there."""

from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from documents.assignments import document as assignments
from documents.cases.access_keys import access_keys as keys_of_a_case
from documents.meetings import document as meetings
from documents.protocols import document as protocols
from tests.policy.world import document

KEYS_OF: dict[str, Any] = {
    "case": keys_of_a_case,
    "meeting": meetings.access_keys,
    "protocol": protocols.access_keys,
    "assignment": assignments.access_keys,
}


@pytest.mark.parametrize("resource", KEYS_OF)
def test_a_real_document_stores_the_keys_that_the_proofs_use(resource: str) -> None:
    for number in range(200):
        drawn = document(resource, Random(f"{resource} {number}"))
        participants = [SimpleNamespace(person_id=one) for one in drawn.get("participant_ids", ())]
        # The functions look at attributes only; a whole document would need fields that give no right.
        stand_in = SimpleNamespace(**drawn, participants=participants)
        assert KEYS_OF[resource](stand_in) == drawn["access_keys"], drawn
