"""An incident from its publications to its closing, and every refusal on the way."""

import threading
from collections import Counter
from datetime import datetime
from typing import Any

import pytest

from auth.errors import Forbidden, Invalid, NotFound, Problem, Problems
from documents.cases.document import Case
from documents.incidents.operations import answering as incident_answering
from documents.incidents.operations import intake as incident_intake
from documents.kernel.aside import LONG
from documents.privacy import forbidden, redaction
from documents.privacy.rules.draft import Draft
from documents.privacy.rules.rule import apply_rules
from tests.support.cases import refused
from tests.support.town import Town

PUBLICATIONS = [
    {"url": "https://vk.com/wall-1_1", "text": "Открыт люк у сада № 3!", "author_handle": "@neravnodushny"},
    {"url": "https://ok.ru/group/2", "text": "Тот же люк. Звоните 8 900 000 12 34"},
]


async def registered(town: Town, login: str = "incident", **facts: Any) -> Case:
    given = {
        "channel_id": "VK",
        "summary": "Открытый люк",
        "publications": PUBLICATIONS,
        "topic_id": "holes",
        **facts,
    }
    case: Case = await town.do(login, incident_intake.register_incident, **given)
    return case


async def replied_draft(town: Town) -> Case:
    case = await registered(town)
    await town.do(
        "incident",
        incident_answering.route_incident,
        case.id,
        recipient_id="roads",
        assignee_id="person-assignee",
    )
    await town.do("assignee", incident_answering.start_incident, case.id)
    after: Case = await town.do(
        "assignee", incident_answering.submit_incident_reply, case.id, text="Люк закрыт в 15:40."
    )
    return after


async def test_an_incident_counts_working_hours_and_importance_shortens_them(town: Town) -> None:
    normal, high = await registered(town), await registered(town, importance="CRITICAL")
    assert normal.number == "ИМ-2026-000001"
    assert normal.policy_code == "IM_NORMAL"
    assert high.policy_code == "IM_HIGH"
    assert high.due_at < normal.due_at
    assert normal.due_at == datetime(2026, 6, 2, 4, 1)
    assert normal.legal_due_on is None
    assert normal.due_steps[0].rule == "IM_NORMAL"


async def test_long_texts_are_worked_on_beside_the_loop(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    ours, worked = threading.get_ident(), Counter[tuple[bool, bool]]()

    def counted(draft: Draft, rules: Any) -> None:
        worked[threading.get_ident() == ours, len(draft.text) > LONG] += 1
        apply_rules(draft, rules)

    for module in (redaction, forbidden):
        monkeypatch.setattr(module, "apply_rules", counted)
    long = [f"Погас фонарь {number}, звоните 8 900 000-12-34. " * 400 for number in range(3)]
    posts = [{"url": f"https://vk.com/wall-7_{at}", "text": text} for at, text in enumerate(long)]

    case = await registered(town, publications=posts)

    assert worked[True, True] == 0
    assert worked[False, True] >= len(posts)
    assert [one.text_redacted for one in case.publications] == [
        text.replace("8 900 000-12-34", "[телефон]") for text in long
    ]
    await registered(town, summary="Открыт люк, а звонить некому")
    assert worked[True, False] >= 1


async def test_an_incident_lives_from_registration_to_closing(town: Town) -> None:
    case = await replied_draft(town)
    urls = ["https://vk.com/wall-1_3", "https://ok.ru/group/4"]
    after: Case = await town.do(
        "incident", incident_answering.publish_incident_reply, case.id, reply_urls=urls
    )
    assert after.status == "REPLIED"
    assert [one.reply_url for one in after.publications] == urls
    assert after.answered_at is not None
    closed: Case = await town.do("lead.roads", incident_answering.close_incident, case.id, outcome="RESOLVED")
    assert closed.status == "CLOSED"
    assert [one["name"] for one in await town.events_of(case.id)] == [
        "incident.registered",
        "incident.routed",
        "incident.started",
        "incident.reply_submitted",
        "incident.reply_published",
        "incident.closed",
    ]


async def test_every_publication_gets_its_reply_address(town: Town) -> None:
    case = await replied_draft(town)
    problem = await refused(
        town,
        Invalid,
        "incident",
        incident_answering.publish_incident_reply,
        case,
        reply_urls=["https://vk.com/wall-1_3"],
    )
    assert problem.path == ("replyUrls",)
    problem = await refused(
        town,
        Invalid,
        "incident",
        incident_answering.publish_incident_reply,
        case,
        reply_urls=["https://vk.com/1", "нет"],
    )
    assert problem.path == ("replyUrls", "1")


async def test_the_officer_who_takes_it_becomes_the_assignee_and_answers_himself(town: Town) -> None:
    case = await registered(town)
    after = await town.do("incident", incident_answering.take_incident, case.id)
    assert after.status == "IN_PROGRESS"
    assert after.assignee_id == "person-incident"
    await town.do("incident", incident_answering.submit_incident_reply, case.id, text="Передали в водоканал.")
    await refused(town, Forbidden, "head", incident_answering.take_incident, case)


async def test_a_returned_incident_waits_for_another_routing(town: Town) -> None:
    case = await registered(town)
    await town.do("incident", incident_answering.route_incident, case.id, recipient_id="education")
    await refused(
        town, NotFound, "recipient.coordinator", incident_answering.return_incident, case, reason="Не наше"
    )
    await town.do(
        "incident", incident_answering.route_incident, case.id, recipient_id="roads", reason="Это дорога"
    )
    after: Case = await town.do(
        "recipient.coordinator", incident_answering.return_incident, case.id, reason="Не наше"
    )
    assert after.status == "RETURNED"
    again: Case = await town.do("incident", incident_answering.route_incident, case.id, recipient_id="yard")
    assert again.status == "ROUTED"


async def test_a_dismissed_incident_is_closed_with_its_reason_and_owes_nothing(town: Town) -> None:
    case = await registered(town)
    after: Case = await town.do("incident", incident_intake.dismiss_incident, case.id, reason="BOT_OR_SPAM")
    assert after.status == "DISMISSED"
    assert after.overdue_at.year == 9999


async def test_publications_are_checked_one_by_one(town: Town) -> None:
    before = await town.event_count()
    with pytest.raises(Problems) as caught:
        await registered(
            town, publications=[{"url": "ftp://x", "text": " "}, {"url": "https://x", "text": "да"}]
        )
    assert [(one.path, one.facts["rule"]) for one in caught.value.problems] == [
        (("publications", "0", "url"), "malformed_url"),
        (("publications", "0", "text"), "required"),
    ]
    assert await town.event_count() == before


async def test_only_the_social_desk_and_the_head_register_incidents(town: Town) -> None:
    for login in ("pos", "info", "lead.roads", "assignee"):
        with pytest.raises(Problem) as caught:
            await registered(town, login)
        assert caught.value.code == "FORBIDDEN"
    assert (await registered(town, "head")).creator_id == "person-head"


async def test_the_handle_and_the_phone_of_an_author_stay_out_of_search_and_redacted_text(town: Town) -> None:
    case = await registered(town)
    told = " ".join(one.text_redacted for one in case.publications)
    assert "000 12 34" not in told
    assert not any("neravnodush" in term for term in case.search_terms)
