"""What a saved filter never holds: contacts of applicants, and words that name somebody."""

from typing import Any

import pytest

from documents.saved_filters.rules import personal_data

CLEAN: dict[str, Any] = {
    "status": ["NEW"],
    "isOverdue": True,
    "search": "яма на дороге",
    "street": "ул. Кирова",
    "house": "48а",
    "tags": ["зима", "к заседанию"],
    "externalId": ["АБ-1"],
}


def test_a_filter_without_personal_data_is_kept() -> None:
    assert list(personal_data(CLEAN)) == []
    assert list(personal_data({})) == []


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"applicantPhone": "+7 900 000-12-34"}, ("filter", "applicantPhone")),
        ({"applicantEmail": "a@example.org"}, ("filter", "applicantEmail")),
        ({"search": "звонить +7 900 000-12-34"}, ("filter", "search")),
        ({"house": "48 кв. 12"}, ("filter", "house")),
        ({"tags": ["зима", "a@example.org"]}, ("filter", "tags", "1")),
        ({"externalId": ["a@example.org"]}, ("filter", "externalId", "0")),
    ],
)
def test_a_filter_with_personal_data_is_refused_where_they_stand(
    given: dict[str, Any], path: tuple[str, ...]
) -> None:
    (problem,) = personal_data({**CLEAN, **given})
    assert (problem.facts["rule"], problem.path) == ("personal_data", path)
