"""Documents as one step of a change sees them: a row made once, fields set one by one and checked."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from documents.cases.document import Case
from tests.support.town import Town

NOW = datetime(2026, 6, 1, 3)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1))
SETS = st.fixed_dictionaries(
    {},
    optional={
        "status": st.sampled_from(("NEW", "ACCEPTED", "CLOSED")),
        "recipient_id": st.none() | st.text(min_size=1, max_size=9),
        "co_assignee_ids": st.lists(st.text(min_size=1, max_size=9), max_size=3),
        "text": st.text(max_size=80),
        "is_sensitive": st.booleans(),
        "routed_at": st.none() | MOMENTS,
        "location": st.fixed_dictionaries({"street": st.none() | st.text(max_size=9)}),
        "responses": st.lists(
            st.fixed_dictionaries(
                {
                    "no": st.integers(1, 9),
                    "kind": st.just("FINAL"),
                    "text": st.text(max_size=40),
                    "author_id": st.just("person-assignee"),
                    "status": st.just("IN_REVIEW"),
                    "submitted_at": MOMENTS,
                }
            ),
            max_size=2,
        ),
    },
)


def a_case(**given: Any) -> Case:
    moments = dict.fromkeys(("received_at", "registered_at", "updated_at"), NOW)
    facts = {"kind": "MESSAGE", "number": "2026-000001", "status": "NEW", "channel_id": "POS", **given}
    case = Case(
        id="a", due_at=NOW + timedelta(days=9), policy_code="POS_STANDARD", creator_id="p", **moments, **facts
    )
    case.derive()
    return case


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sets=SETS)
def test_a_document_with_fields_set_is_what_its_row_with_them_is_read_as(
    town: Town, sets: dict[str, Any]
) -> None:
    case = a_case(text="Яма у дома 5, кв. 12", location={"street": "Ленина"})
    before = case.to_row()
    read = Case.from_row({**before, **sets})
    made = case.replaced(sets)
    for one in (read, made):
        one.derive()
    assert made.to_row() == read.to_row()
    assert case.to_row() == before == Case.from_row(before).to_row(), "the document it was made from stays"


def test_a_row_is_made_once_and_again_after_a_field_was_set(town: Town) -> None:
    case = a_case()
    row = case.to_row()
    assert case.to_row() is row
    case.status = "ACCEPTED"
    assert case.to_row()["status"] == "ACCEPTED"
    assert row["status"] == "NEW"


@pytest.mark.parametrize("sets", [{"nothing_like_it": 1}, {"status": 5}, {"responses": [{"no": "x"}]}])
def test_refuses_a_field_of_another_shape_or_of_no_name(town: Town, sets: dict[str, Any]) -> None:
    case = a_case()
    with pytest.raises(ValidationError):
        case.replaced(sets)
    assert case.to_row()["status"] == "NEW"


def test_a_text_redacted_anew_leaves_the_parts_of_the_document_before_alone(town: Town) -> None:
    reply = {
        "no": 1,
        "kind": "FINAL",
        "text": "Позвоните 8 913 555-77-01",
        "author_id": "p",
        "status": "SENT",
    }
    case = a_case(responses=[reply])
    case.responses = [
        one.model_copy(update={"text_redacted": "как прежние правила"}) for one in case.responses
    ]
    after = case.replaced({"status": "ACCEPTED"})
    after.derive()
    assert "913" not in after.responses[0].text_redacted
    assert case.responses[0].text_redacted == "как прежние правила"
