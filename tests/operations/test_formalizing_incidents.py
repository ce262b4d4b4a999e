"""Incidents: stated what they are about before they are routed, and joined by later posts of the same matter."""

import pytest

from auth.errors import Invalid, Problem
from documents.cases.document import Case
from documents.incidents.operations import answering as incident_answering
from documents.incidents.operations import intake as incident_intake
from tests.operations.test_incidents import PUBLICATIONS, registered
from tests.support.cases import refused
from tests.support.town import Town


async def bare(town: Town) -> Case:
    """An incident of which nobody has said what it is about."""
    return await registered(town, topic_id=None)


async def test_an_incident_without_topic_and_sector_is_not_routed_before_it_is_formalized(town: Town) -> None:
    case = await bare(town)
    problem = await refused(
        town, Invalid, "incident", incident_answering.route_incident, case, recipient_id="roads"
    )
    assert (problem.code, problem.facts, problem.path) == ("INVALID", {"rule": "not_formalized"}, ("id",))
    formal = {"topic_id": "holes", "summary": "Открытый люк у сада", "settlement_id": "bogotol"}
    after: Case = await town.do(
        "incident", incident_intake.formalize_incident, case.id, expected_revision=1, **formal
    )
    assert (after.status, after.topic_id, after.sector_id, after.outside_sectors) == (
        "NEW",
        "holes",
        "ROADS",
        False,
    )
    assert "sector:ROADS" in after.access_keys
    assert (after.summary, after.settlement_id) == ("Открытый люк у сада", "bogotol")
    assert [one["name"] for one in await town.events_of(case.id)] == [
        "incident.registered",
        "incident.formalized",
    ]
    routed: Case = await town.do("incident", incident_answering.route_incident, case.id, recipient_id="roads")
    assert routed.status == "ROUTED"


async def test_an_incident_may_lie_outside_the_sectors(town: Town) -> None:
    case = await bare(town)
    formal = {"topic_id": "doctors", "summary": "Нет записи к врачу"}
    problem = await refused(
        town, Invalid, "incident", incident_intake.formalize_incident, case, expected_revision=1, **formal
    )
    assert problem.facts == {"rule": "sector_or_outside"}
    after: Case = await town.do(
        "incident",
        incident_intake.formalize_incident,
        case.id,
        expected_revision=1,
        outside_sectors=True,
        **formal,
    )
    assert (after.sector_id, after.outside_sectors) == (None, True)
    routed: Case = await town.do("incident", incident_answering.route_incident, case.id, recipient_id="roads")
    assert routed.status == "ROUTED"


@pytest.mark.parametrize(
    ("login", "code"), [("pos", "FORBIDDEN"), ("info", "FORBIDDEN"), ("assignee", "FORBIDDEN")]
)
async def test_who_keeps_another_desk_does_not_formalize_an_incident(
    town: Town, login: str, code: str
) -> None:
    case = await registered(town)
    formal = {"topic_id": "holes", "summary": "Люк"}
    problem = await refused(
        town, Problem, login, incident_intake.formalize_incident, case, expected_revision=1, **formal
    )
    assert problem.code == code


async def test_a_later_post_of_the_same_matter_joins_the_incident_once(town: Town) -> None:
    case = await registered(town)
    later = {"url": "https://vk.com/wall-1_9", "text": "Люк так и открыт, полис 2471 1234 5678 9012"}
    after: Case = await town.do("incident", incident_intake.add_publication, case.id, publication=later)
    assert [one.url for one in after.publications] == [*(one["url"] for one in PUBLICATIONS), later["url"]]
    assert "2471" not in after.publications[-1].text
    assert (await town.events_of(case.id))[-1]["name"] == "incident.publication_added"
    for url in ("https://vk.com/wall-1_9", "http://m.vk.com/wall-1_9/", "https://www.VK.com/wall-1_9#reply"):
        again = {"url": url, "text": "То же"}
        problem = await refused(
            town, Invalid, "incident", incident_intake.add_publication, case, publication=again
        )
        assert (problem.facts, problem.path) == ({"rule": "duplicate"}, ("publication", "url"))
    comment = {"url": "https://vk.com/wall-1_9?reply=17", "text": "Подтверждаю"}
    more: Case = await town.do("incident", incident_intake.add_publication, case.id, publication=comment)
    assert len(more.publications) == 4


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"url": "vk.com/1", "text": "Люк"}, ("publication", "url")),
        ({"url": "https://vk.com/1", "text": " "}, ("publication", "text")),
        ({"url": "https://vk.com/1", "text": "а" * 20_001}, ("publication", "text")),
    ],
)
async def test_a_publication_is_checked_like_those_of_a_new_incident(
    town: Town, given: dict[str, str], path: tuple[str, ...]
) -> None:
    case = await registered(town)
    problem = await refused(
        town, Invalid, "incident", incident_intake.add_publication, case, publication=given
    )
    assert (problem.code, problem.path) == ("INVALID", path)


async def test_an_incident_gathers_no_more_than_a_hundred_and_none_once_it_is_dismissed(town: Town) -> None:
    many = [{"url": f"https://vk.com/{number}", "text": "Люк"} for number in range(100)]
    full = await registered(town, publications=many)
    one = {"url": "https://vk.com/101", "text": "Люк"}
    problem = await refused(town, Invalid, "incident", incident_intake.add_publication, full, publication=one)
    assert problem.facts == {"rule": "too_many", "limit": 100}
    done = await registered(town)
    await town.do("incident", incident_intake.dismiss_incident, done.id, reason="BOT_OR_SPAM")
    problem = await refused(town, Problem, "incident", incident_intake.add_publication, done, publication=one)
    assert problem.code == "INVALID_TRANSITION"
