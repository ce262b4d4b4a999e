"""The applicants of merged cases are asked too: each by a link of their own, once, of the answer that was given for all."""

from collections.abc import Iterator
from typing import Any

import pytest

from api.worker.post import MailServer
from auth.errors import Invalid, NotFound
from documents.cases.document import Case
from documents.cases.pipelines import case_by_link
from documents.cases.rating import rating_link
from documents.kernel.ids import global_id
from documents.kernel.write.events import GUEST
from documents.kernel.write.runner import Request
from documents.links.document import GuestLink
from documents.sectors.document import Channel
from documents.submissions.operations import answering, intake, merging, rating, reopening, routing
from tests.support.asking import ask
from tests.support.cases import refused, registered
from tests.support.keys import VAULT
from tests.support.mail import MailServerHere, serving_mail
from tests.support.runs import Bench
from tests.support.town import NOW, Town

MARIA = {"full_name": "Петрова Мария Ивановна", "email": "maria@mail.example"}
BAD: dict[str, Any] = {"score": 1, "solved": False, "comment": "Снова яма"}
GOOD: dict[str, Any] = {"score": 5, "solved": True}


async def answered(town: Town, **facts: Any) -> tuple[Case, Case]:
    """A case whose answer went to the applicant of another one as well, and that one."""
    living, merged = await registered(town), await registered(town, "head", **facts)
    await town.do("head", merging.merge_submissions, merged.id, into_id=living.id, reason="Тот же двор")
    await town.do("pos", intake.formalize_submission, living.id, topic_id="holes", summary="Яма")
    await town.do("pos", intake.accept_submission, living.id)
    given = {"recipient_id": "roads", "assignee_id": "person-assignee"}
    await town.do("pos", routing.route_submission, living.id, **given)
    await _answer(town, living)
    return await town.stored(living.id), await town.stored(merged.id)


async def _answer(town: Town, case: Case) -> None:
    await town.do("assignee", answering.start_work, case.id)
    await town.do("assignee", answering.submit_response, case.id, text="Засыпали.")
    await town.do("recipient.head", answering.approve_response, case.id)
    await town.do("pos", answering.send_response, case.id)


def link_of(case: Case, of_case_id: str | None) -> GuestLink:
    return next(one for one in reversed(case.guest_links) if one.of_case_id == of_case_id)


async def by_link(town: Town, case: Case, link: GuestLink, **said: Any) -> Case:
    facts = {"digest": link.digest, **said}
    request = Request(rating.rate_by_link, None, town.now, case.id, facts=facts)
    [outcome] = await town.container.runner.in_the_name_of(GUEST).run_together([request])
    assert isinstance(outcome.record, Case)
    return outcome.record


async def test_each_applicant_rates_the_answer_once_by_a_link_of_their_own(town: Town) -> None:
    case, merged = await answered(town)
    assert [one.of_case_id for one in case.guest_links] == [None, merged.id]
    assert merged.guest_links == []
    theirs = await by_link(town, case, link_of(case, merged.id), **GOOD)
    assert [one.used_at is not None for one in theirs.guest_links] == [False, True]
    both = await by_link(town, case, link_of(case, None), **BAD)
    assert [(one.of_case_id, one.score) for one in both.satisfaction] == [(merged.id, 5), (None, 1)]
    before, events = await town.stored(case.id), await town.event_count()
    for of_id in (None, merged.id):
        with pytest.raises(Invalid):
            await by_link(town, case, link_of(case, of_id), **GOOD)
    assert (await town.stored(case.id), await town.event_count()) == (before, events)


async def test_who_follows_the_link_of_a_merged_case_is_shown_its_own_number(town: Town) -> None:
    case, merged = await answered(town)
    numbers = []
    for of_id in (None, merged.id):
        row = await case_by_link(town.store, link_of(case, of_id).digest)
        assert row is not None
        assert row["_id"] == case.id
        numbers.append(row["number"])
    assert numbers == [case.number, merged.number]
    await town.store.collection("cases").delete_one({"_id": merged.id})
    assert await case_by_link(town.store, link_of(case, merged.id).digest) is None


async def test_opened_again_all_links_are_dead_and_all_are_asked_anew(town: Town) -> None:
    case, merged = await answered(town)
    await town.do("pos", reopening.reopen_submission, case.id, reason="Снова яма")
    with pytest.raises(NotFound):
        await by_link(town, case, link_of(case, merged.id), **GOOD)
    await _answer(town, case)
    again = await town.stored(case.id)
    assert [one.of_case_id for one in again.guest_links] == [None, merged.id] * 2
    after = await by_link(town, again, link_of(again, merged.id), **GOOD)
    assert [(one.answer_no, one.of_case_id) for one in after.satisfaction] == [(2, merged.id)]


async def test_the_first_who_is_not_helped_begins_the_term_and_a_good_score_hides_no_low_one(
    town: Town,
) -> None:
    case, merged = await answered(town)
    asked = await by_link(town, case, link_of(case, merged.id), **BAD)
    assert (asked.proposal, asked.to_examine) == ("REOPENING", "LOW_RATING")
    town.now = asked.updated_at.replace(day=asked.updated_at.day + 1)
    again = await by_link(town, case, link_of(case, None), score=3, solved=False)
    assert (again.reopening_due_at, again.to_examine) == (asked.reopening_due_at, "LOW_RATING")
    assert [one.kind for one in again.decisions[-2:]] == ["REOPENING_ASKED"] * 2


async def test_what_they_say_by_telephone_is_recorded_for_each(town: Town) -> None:
    case, merged = await answered(town)
    other = await registered(town)
    for named in (other.id, case.id, "nothing"):
        problem = await refused(
            town, Invalid, "pos", rating.record_satisfaction, case, merged_case_id=named, **GOOD
        )
        assert (problem.facts["rule"], problem.path) == ("unknown_case", ("mergedCaseId",))
    await town.do("pos", rating.record_satisfaction, case.id, **GOOD)
    twice = await refused(town, Invalid, "pos", rating.record_satisfaction, case, **GOOD)
    assert twice.facts["rule"] == "already_rated"
    after: Case = await town.do("pos", rating.record_satisfaction, case.id, merged_case_id=merged.id, **GOOD)
    assert [one.of_case_id for one in after.satisfaction] == [None, merged.id]
    given = {"merged_case_id": merged.id}
    none = await refused(town, Invalid, "pos", rating.give_rating_link, case, **given)
    assert none.facts["rule"] == "already_rated"


async def test_the_link_of_one_is_given_anew_and_that_of_the_other_stays(town: Town) -> None:
    case, merged = await answered(town)
    town.now = link_of(case, merged.id).ends_at
    given: Case = await town.do("pos", rating.give_rating_link, case.id, merged_case_id=merged.id)
    assert [(one.of_case_id, one.revoked_at is None) for one in given.guest_links] == [
        (None, True),
        (merged.id, False),
        (merged.id, True),
    ]
    told = rating_link(VAULT, case.id, given.guest_links, of_case_id=merged.id, now=given.updated_at)
    assert told is not None
    again: Case = await town.do("pos", rating.give_rating_link, case.id, merged_case_id=merged.id)
    assert again.guest_links == given.guest_links


@pytest.fixture
def server() -> Iterator[MailServerHere]:
    with serving_mail() as here:
        yield here


async def test_the_letter_with_the_shared_answer_brings_the_link(town: Town, server: MailServerHere) -> None:
    channel = {"code": "EMAIL", "title": "Почта", "kind": "EMAIL", "desk": "OFFICE"}
    await town.load([Channel(id="EMAIL", updated_at=NOW, **channel)])
    bench = Bench(town)
    bench.running.post = MailServer(server.url, "pult@example.org", "https://pult.example.org/")
    case, merged = await answered(town, channel_id="EMAIL", applicant=MARIA)
    bench.clock.now = town.now
    await bench.run("send_answers")
    [letter] = server.letters
    link = rating_link(VAULT, case.id, case.guest_links, of_case_id=merged.id, now=town.now)
    assert link is not None
    assert merged.number in letter["Subject"]
    assert all(f"https://pult.example.org{link.path}" in part.get_content() for part in letter.iter_parts())


async def test_officials_read_who_said_what_and_a_count_takes_each_once(town: Town) -> None:
    case, merged = await answered(town)
    await by_link(town, case, link_of(case, merged.id), **BAD)
    await town.do("pos", rating.record_satisfaction, case.id, **GOOD)
    number = "case(id: $id) { ... on Message { mergedCases { number } satisfaction { score mergedCase { number } } } }"
    counts = "satisfactionCounts(by: [RECIPIENT]) { total { count averageScore } groups { count } }"
    shown = await ask(
        town, "head", f"query ($id: ID!) {{ {number} {counts} }}", id=global_id("Message", case.id)
    )
    assert shown["case"]["mergedCases"] == [{"number": merged.number}]
    assert shown["case"]["satisfaction"] == [
        {"score": 1, "mergedCase": {"number": merged.number}},
        {"score": 5, "mergedCase": None},
    ]
    assert shown["satisfactionCounts"]["total"] == {"count": 2, "averageScore": 3.0}
    assert [one["count"] for one in shown["satisfactionCounts"]["groups"]] == [2]
