"""What applicants say of the answers: once for each, never by who gave it; «not solved» is decided within a term."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from auth.errors import Forbidden, FourEyes, Invalid, InvalidTransition, NotFound
from auth.roles import Role
from documents.cases.document import Case
from documents.cases.rating import rating_link
from documents.kernel.write.events import GUEST
from documents.kernel.write.runner import Request
from documents.links.rules import LinkPurpose, open_link
from documents.members.document import Membership
from documents.submissions.operations import answering, rating, reopening
from tests.support.cases import in_review, refused
from tests.support.keys import VAULT
from tests.support.runs import Bench
from tests.support.town import FOUNDED, NOW, Town

COMPLAINT = "Яму засыпали песком, звоните: +7 900 000-12-34"
BAD: dict[str, Any] = {"score": 1, "solved": False, "comment": COMPLAINT}
GOOD: dict[str, Any] = {"score": 5, "solved": True}


async def answered(town: Town) -> Case:
    case = await in_review(town)
    await town.do("recipient.head", answering.approve_response, case.id)
    after: Case = await town.do("pos", answering.send_response, case.id, outcome="RESOLVED")
    return after


async def by_link(town: Town, case: Case, digest: str, *, now: datetime, **said: Any) -> Case:
    runner = town.container.runner.in_the_name_of(GUEST)
    request = Request(rating.rate_by_link, None, now, case.id, facts={"digest": digest, **said})
    [outcome] = await runner.run_together([request])
    assert isinstance(outcome.record, Case)
    return outcome.record


def digest_of(case: Case) -> str:
    return case.guest_links[-1].digest


async def test_the_answer_brings_a_link_for_fourteen_days_which_rates_it_once(town: Town) -> None:
    case = await answered(town)
    assert case.answered_at is not None
    [link] = case.guest_links
    assert (link.minted_at, link.ends_at) == (case.answered_at, case.answered_at + timedelta(days=14))
    now = case.answered_at + timedelta(days=1)
    after = await by_link(town, case, link.digest, now=now, **GOOD)
    [told] = after.satisfaction
    assert (told.score, told.solved, told.source, told.by_id, told.answer_no) == (5, True, "LINK", None, 1)
    assert (after.status, after.proposal, after.guest_links[0].used_at) == ("ANSWERED", None, now)
    event = (await town.events_of(case.id))[-1]
    assert (event["name"], event["actor"]["role"], event["actor"]["person_id"]) == (
        "submission.rated",
        "GUEST",
        None,
    )
    before, events = await town.stored(case.id), await town.event_count()
    with pytest.raises(Invalid) as second:
        await by_link(town, case, link.digest, now=now, **BAD)
    assert second.value.facts["rule"] == "already_rated"
    # Nor is it rated again by telephone.
    third = await refused(town, Invalid, "pos", rating.record_satisfaction, after, **GOOD)
    assert third.facts["rule"] == "already_rated"
    assert (await town.stored(case.id), await town.event_count()) == (before, events)


async def test_a_link_that_opens_nothing_changes_nothing(town: Town) -> None:
    case = await answered(town)
    assert case.answered_at is not None
    before, events = await town.stored(case.id), await town.event_count()
    for digest, now in (
        ("0" * 64, case.answered_at),
        (digest_of(case), case.answered_at + timedelta(days=14)),
    ):
        with pytest.raises(NotFound):
            await by_link(town, case, digest, now=now, **GOOD)
    with pytest.raises(Forbidden):
        await town.do("head", rating.rate_by_link, case.id, digest=digest_of(case), **GOOD)
    assert (await town.stored(case.id), await town.event_count()) == (before, events)


async def test_not_solved_asks_to_open_again_and_the_chain_goes_on_with_a_new_link(town: Town) -> None:
    case = await answered(town)
    assert case.answered_at is not None
    none = await refused(town, Invalid, "pos", reopening.decide_reopening, case, is_accepted=True)
    assert none.facts["rule"] == "reopening_not_asked"
    asked = await by_link(town, case, digest_of(case), now=case.answered_at, **BAD)
    assert (asked.status, asked.proposal, asked.to_examine) == ("ANSWERED", "REOPENING", "LOW_RATING")
    # NOW is a Monday: three working days end with Thursday.
    assert asked.reopening_due_at == datetime(2026, 6, 4, 17)
    assert asked.satisfaction[0].comment == COMPLAINT
    assert "900" not in (asked.satisfaction[0].comment_redacted or "900")
    event = (await town.events_of(case.id))[-1]
    assert event["name"] == "submission.reopening_asked"
    assert COMPLAINT not in str(event)
    await refused(town, Forbidden, "lead.roads", reopening.decide_reopening, case, is_accepted=True)
    why = await refused(town, Invalid, "pos", reopening.decide_reopening, case, is_accepted=False)
    assert (why.facts["rule"], why.path) == ("reason_required", ("reason",))
    town.now += timedelta(days=2)
    opened: Case = await town.do("pos", reopening.decide_reopening, case.id, is_accepted=True)
    assert (opened.status, opened.proposal, opened.reopening_due_at, opened.to_examine) == (
        "REOPENED",
        None,
        None,
        None,
    )
    assert (opened.reopened_count, opened.decisions[-1].reason) == (1, reopening.NOT_SOLVED)
    assert opened.due_at > case.due_at
    with pytest.raises(NotFound):
        await by_link(town, case, digest_of(case), now=opened.updated_at, **GOOD)
    await town.do("assignee", answering.start_work, case.id)
    await town.do("assignee", answering.submit_response, case.id, text="Заасфальтировали.")
    await town.do("recipient.head", answering.approve_response, case.id)
    again: Case = await town.do("pos", answering.send_response, case.id)
    assert len(again.guest_links) == 2
    after = await by_link(town, case, digest_of(again), now=again.updated_at, **GOOD)
    assert [(one.answer_no, one.score) for one in after.satisfaction] == [(1, 1), (2, 5)]
    assert after.proposal is None


async def test_a_declined_request_leaves_the_answer_as_it_is(town: Town) -> None:
    case = await answered(town)
    await town.do("pos", rating.record_satisfaction, case.id, **BAD)
    told: Case = await town.do(
        "head", reopening.decide_reopening, case.id, is_accepted=False, reason="Работы по гарантии"
    )
    assert (told.status, told.proposal, told.reopening_due_at) == ("ANSWERED", None, None)
    assert [one.kind for one in told.decisions] == ["REOPENING_ASKED", "REOPENING_DECLINED"]
    assert (await town.events_of(case.id))[-1]["name"] == "submission.reopening_declined"
    # The low rating is looked into all the same, by those who check the quality of answers.
    await refused(town, Forbidden, "assignee", rating.examine_rating, told, finding="Проверено")
    seen: Case = await town.do("lead.roads", rating.examine_rating, case.id, finding="Нужен асфальт")
    assert (seen.to_examine, seen.decisions[-1].kind) == (None, "RATING_EXAMINED")
    nothing = await refused(town, Invalid, "lead.roads", rating.examine_rating, seen, finding="Ещё раз")
    assert nothing.facts["rule"] == "nothing_to_examine"


async def test_nobody_rates_his_own_answer_or_takes_the_link_to_it(town: Town) -> None:
    case = await in_review(town)
    early = await refused(town, Invalid, "pos", rating.give_rating_link, case)
    assert early.facts["rule"] == "not_answered"
    await refused(town, InvalidTransition, "pos", rating.record_satisfaction, case, **GOOD)
    await town.do("recipient.head", answering.approve_response, case.id)
    sent: Case = await town.do("pos", answering.send_response, case.id)
    role = Role.POS_OFFICER.value
    second = Membership(
        id="second", person_id="person-assignee", role=role, valid_from=FOUNDED, updated_at=FOUNDED
    )
    await town.load([second], NOW)
    await refused(town, FourEyes, "assignee", rating.record_satisfaction, sent, **GOOD)
    await refused(town, FourEyes, "assignee", rating.give_rating_link, sent)
    given: Case = await town.do("pos", rating.give_rating_link, case.id)
    told = rating_link(VAULT, given.id, given.guest_links, now=given.updated_at)
    assert told is not None
    assert told.path.startswith("/rating/")
    assert given.guest_links == sent.guest_links
    assert (await town.events_of(case.id))[-1]["name"] == "submission.rating_link_given"


async def test_a_link_whose_time_is_over_is_given_anew(town: Town) -> None:
    case = await answered(town)
    town.now += timedelta(days=20)
    given: Case = await town.do("pos", rating.give_rating_link, case.id)
    assert len(given.guest_links) == 2
    assert given.guest_links[0].revoked_at == given.updated_at
    assert open_link(given.guest_links, LinkPurpose.SATISFACTION, given.updated_at) == given.guest_links[1]
    assert rating_link(None, given.id, given.guest_links, now=given.updated_at) is None


async def test_who_recorded_it_is_told_by_the_source(town: Town) -> None:
    case = await answered(town)
    by_body: Case = await town.do("recipient.coordinator", rating.record_satisfaction, case.id, **GOOD)
    assert (by_body.satisfaction[0].source, by_body.satisfaction[0].by_id) == (
        "RECIPIENT",
        "person-recipient.coordinator",
    )
    # It says so once; the word of the applicant is taken all the same, by the link or by telephone.
    again = await refused(town, Invalid, "recipient.coordinator", rating.record_satisfaction, case, **GOOD)
    assert again.facts["rule"] == "already_rated"
    rated = await by_link(town, case, digest_of(case), now=by_body.updated_at, **BAD)
    assert [(one.source, one.solved) for one in rated.satisfaction] == [("RECIPIENT", True), ("LINK", False)]
    third = await refused(town, Invalid, "recipient.coordinator", rating.record_satisfaction, case, **GOOD)
    assert third.facts["rule"] == "already_rated"
    other = await answered(town)
    by_lead: Case = await town.do("lead.roads", rating.record_satisfaction, other.id, **GOOD)
    assert by_lead.satisfaction[0].source == "PHONE"
    await refused(town, Invalid, "pos", rating.record_satisfaction, other, score=6, solved=True)


async def test_a_request_that_nobody_decides_is_told_once_and_is_not_closed_over(town: Town) -> None:
    bench = Bench(town)
    case = await answered(town)
    asked: Case = await town.do("pos", rating.record_satisfaction, case.id, **BAD)
    assert asked.reopening_due_at is not None
    await bench.run("note_late_reopenings", asked.reopening_due_at - timedelta(seconds=1))
    assert (await town.stored(case.id)).reopening_late_at is None
    for days in (0, 1):
        await bench.run("note_late_reopenings", asked.reopening_due_at + timedelta(days=days))
    late = await town.stored(case.id)
    assert late.reopening_late_at == asked.reopening_due_at
    names = [one["name"] for one in await town.events_of(case.id)]
    assert names.count("submission.reopening_late") == 1
    # Somebody objects: it is not closed as unobjected to.
    await bench.run("close_unobjected_submissions", asked.reopening_due_at + timedelta(days=60))
    assert (await town.stored(case.id)).status == "ANSWERED"
