"""A message from the door to its closing, by the people whose turn it is, and every refusal on the way."""

from datetime import datetime

from auth.errors import (
    Forbidden,
    FourEyes,
    InactiveTarget,
    Invalid,
    InvalidTransition,
    NotFound,
    Stale,
)
from documents.applicants.storing import opened
from documents.cases.document import Case
from documents.center.document import Reason
from documents.organizations.document import Organization
from documents.submissions.operations import answering, intake, routing
from tests.support.cases import in_review, refused, registered, routed
from tests.support.keys import VAULT
from tests.support.town import FOUNDED, NOW, Town


async def test_a_message_is_registered_with_number_deadline_and_masked_applicant(town: Town) -> None:
    case = await registered(town, applicant={"full_name": "Петрова Мария Ивановна", "phone": "+79000001234"})
    assert case.number == "2026-000001"
    assert case.status == "NEW"
    assert case.policy_code == "POS_STANDARD"
    assert case.due_at == datetime(2026, 7, 1, 17)
    assert case.legal_due_on == "2026-07-01"
    assert case.applicant is not None
    assert case.applicant.full_name == "М. И."
    assert case.applicant.phone == "+7 *** ***-12-34"
    stored = await town.store.collection("applicants").find_one({"case_id": case.id})
    assert stored is not None
    assert stored["phone"] != "+79000001234"
    assert opened(VAULT, stored) == {
        "full_name": "Петрова Мария Ивановна",
        "phone": "+79000001234",
        "email": None,
        "address": None,
    }


async def test_the_redacted_text_and_the_search_terms_carry_no_personal_data(town: Town) -> None:
    case = await registered(town)
    for secret in ("Мария", "Петрова", "000-12-34", "кв. 12"):
        assert secret not in case.text_redacted
    assert not {"мар", "петров", "мария", "петрова"} & set(case.search_terms)


async def test_a_message_lives_from_registration_to_closing_and_tells_it(town: Town) -> None:
    case = await in_review(town)
    await town.do("recipient.head", answering.approve_response, case.id)
    sent: Case = await town.do("assignee", answering.send_response, case.id)
    assert sent.status == "ANSWERED"
    assert sent.answered_at is not None
    assert sent.first_response_at == sent.answered_at
    closed: Case = await town.do("pos", answering.close_submission, case.id, outcome="RESOLVED")
    assert closed.status == "CLOSED"
    assert closed.outcome == "RESOLVED"
    told = await town.events_of(case.id)
    assert [one["name"] for one in told] == [
        "submission.registered",
        "submission.formalized",
        "submission.accepted",
        "submission.routed",
        "submission.started",
        "submission.response_submitted",
        "submission.response_approved",
        "submission.response_sent",
        "submission.closed",
    ]
    assert [one["sequence"] for one in told] == list(range(1, 10))
    assert told[6]["actor"]["role"] == "RECIPIENT_HEAD"
    assert {"field": "status", "before": "ANSWERED", "after": "CLOSED"} in told[8]["changes"]
    assert all(one["position"] is None for one in told)


async def test_events_name_changed_texts_but_never_carry_them(town: Town) -> None:
    case = await in_review(town)
    told = await town.events_of(case.id)
    assert "responses" in told[-1]["changed"]
    assert "Засыпали" not in str(told)
    assert "Мария" not in str(told)


async def test_a_routing_needs_the_case_formalized(town: Town) -> None:
    case = await registered(town)
    problem = await refused(town, Invalid, "pos", intake.accept_submission, case)
    assert problem.facts == {"rule": "not_formalized"}


async def test_the_sector_is_copied_from_the_topic_and_moves_the_case_into_that_lead(town: Town) -> None:
    case = await registered(town)
    lead = await town.who("lead.roads")
    assert not set(case.access_keys) & {"sector:ROADS"}
    after = await town.do("pos", intake.formalize_submission, case.id, topic_id="ice", summary="Каток")
    assert after.sector_id == "ROADS"
    assert after.policy_code == "POS_FAST_TRACK"
    assert "sector:ROADS" in after.access_keys
    assert lead.person_id == "person-lead.roads"


async def test_outside_the_sectors_must_be_confirmed(town: Town) -> None:
    case = await registered(town)
    problem = await refused(
        town, Invalid, "pos", intake.formalize_submission, case, topic_id="doctors", summary="Нет талонов"
    )
    assert problem.facts["rule"] == "sector_or_outside"
    after = await town.do(
        "pos",
        intake.formalize_submission,
        case.id,
        topic_id="doctors",
        summary="Нет талонов",
        outside_sectors=True,
    )
    assert after.outside_sectors
    assert after.sector_id is None


async def test_an_appeal_is_never_rejected(town: Town) -> None:
    case = await registered(town, kind="APPEAL", appeal_kind="COMPLAINT", channel_id="POST")
    assert case.policy_code == "APPEAL_59FZ"
    problem = await refused(
        town, Forbidden, "pos", intake.reject_submission, case, reason="SPAM_OR_ADVERTISING", comment="Нет"
    )
    assert problem.facts == {"action": "submission.reject"}


async def test_a_message_is_rejected_with_a_reason_and_a_comment(town: Town) -> None:
    case = await registered(town)
    problem = await refused(
        town, Invalid, "pos", intake.reject_submission, case, reason="SPAM_OR_ADVERTISING", comment="  "
    )
    assert problem.path == ("comment",)
    after = await town.do(
        "pos",
        intake.reject_submission,
        case.id,
        reason="SPAM_OR_ADVERTISING",
        comment="Реклама не рассматривается.",
    )
    assert after.status == "REJECTED"
    assert after.rejection.reason == "SPAM_OR_ADVERTISING"


async def test_a_second_routing_needs_a_reason_and_never_restarts_the_clock(town: Town) -> None:
    case = await routed(town)
    problem = await refused(town, Invalid, "pos", routing.route_submission, case, recipient_id="education")
    assert problem.facts["rule"] == "reason_required"
    after: Case = await town.do(
        "pos", routing.route_submission, case.id, recipient_id="education", reason="Это школьный двор"
    )
    assert after.recipient_id == "education"
    assert after.routed_at == case.routed_at
    assert after.due_at == case.due_at
    assert len(after.routings) == 2
    assert "org:roads" not in after.access_keys


async def test_a_recipient_re_routes_only_inside_the_own_organization(town: Town) -> None:
    case = await routed(town)
    problem = await refused(
        town,
        Forbidden,
        "recipient.coordinator",
        routing.route_submission,
        case,
        recipient_id="education",
        reason="Не наше",
    )
    assert problem.facts == {"action": "submission.route"}
    after = await town.do(
        "recipient.coordinator",
        routing.route_submission,
        case.id,
        recipient_id="yard",
        assignee_id="person-assignee.yard",
        reason="Дворовая служба",
    )
    assert after.assignee_id == "person-assignee.yard"


async def test_a_return_takes_the_case_out_of_the_recipients_view(town: Town) -> None:
    case = await routed(town)
    after: Case = await town.do(
        "recipient.coordinator", routing.return_routing, case.id, reason="Не по принадлежности"
    )
    assert after.status == "ACCEPTED"
    assert after.was_returned
    assert after.recipient_id is None
    assert after.routings[-1].return_reason == "Не по принадлежности"
    await refused(town, NotFound, "recipient.coordinator", routing.return_routing, case, reason="Ещё раз")


async def test_refuses_an_assignee_of_another_organization(town: Town) -> None:
    case = await routed(town)
    problem = await refused(
        town,
        Invalid,
        "pos",
        routing.route_submission,
        case,
        recipient_id="education",
        assignee_id="person-assignee",
        reason="Школа",
    )
    assert problem.facts["rule"] == "not_in_organization"
    assert problem.path == ("assigneeId",)


async def test_refuses_to_send_to_a_body_that_is_closing(town: Town) -> None:
    at = {"updated_at": NOW}
    closing = Organization(
        id="old", name="old", short_name="old", kind="STRUCTURAL_UNIT", state="CLOSING", **at
    )
    await town.load([closing])
    case = await routed(town)
    problem = await refused(
        town, InactiveTarget, "pos", routing.route_submission, case, recipient_id="old", reason="Туда"
    )
    assert problem.path == ("recipientId",)


async def test_nobody_approves_his_own_draft(town: Town) -> None:
    case = await routed(town)
    await town.do("recipient.head", answering.start_work, case.id)
    await town.do("recipient.head", answering.submit_response, case.id, text="Сделано.")
    await refused(town, FourEyes, "recipient.head", answering.approve_response, case)
    after = await town.do("lead.roads", answering.approve_response, case.id)
    assert after.responses[-1].status == "APPROVED"
    assert after.status == "IN_REVIEW"


async def test_an_answer_is_not_sent_before_it_is_approved(town: Town) -> None:
    case = await in_review(town)
    problem = await refused(town, Invalid, "assignee", answering.send_response, case)
    assert problem.facts["rule"] == "not_approved"


async def test_a_returned_draft_stays_told_and_a_new_one_follows(town: Town) -> None:
    case = await in_review(town)
    listed = Reason(
        id="REWORK.PHOTO", kind="REWORK", code="NO_EVIDENCE", title="Нет фото", updated_at=FOUNDED
    )
    await town.load([listed])
    after = await town.do(
        "recipient.head",
        answering.return_response,
        case.id,
        reason="Нет фото",
        criteria=["NO_EVIDENCE"],
    )
    assert after.status == "IN_PROGRESS"
    again: Case = await town.do(
        "assignee", answering.submit_response, case.id, text="Засыпали, фото приложено."
    )
    assert [one.status for one in again.responses] == ["RETURNED", "IN_REVIEW"]


async def test_a_draft_is_returned_by_criteria_of_the_checklist_alone(town: Town) -> None:
    case = await in_review(town)
    facts = {"reason": "Нет фото", "criteria": ["ЧТО-ТО"]}
    problem = await refused(town, Invalid, "recipient.head", answering.return_response, case, **facts)
    assert (problem.facts["rule"], problem.path) == ("unknown_reason", ("criteria", "0"))


async def test_the_state_decides_what_is_possible(town: Town) -> None:
    case = await registered(town)
    problem = await refused(
        town, InvalidTransition, "pos", answering.close_submission, case, outcome="RESOLVED"
    )
    assert problem.facts["status"] == "NEW"
    assert problem.facts["event"] == "closeSubmission"
    assert "formalizeSubmission" in problem.facts["allowed"]


async def test_stale_is_answered_only_where_a_revision_was_given(town: Town) -> None:
    case = await registered(town)
    await town.do("pos", intake.formalize_submission, case.id, topic_id="holes", summary="Яма")
    problem = await refused(
        town,
        Stale,
        "pos",
        intake.formalize_submission,
        case,
        topic_id="ice",
        summary="Лёд",
        expected_revision=1,
    )
    assert problem.facts == {"revision": 2}
    after = await town.do("pos", intake.formalize_submission, case.id, topic_id="ice", summary="Лёд")
    assert after.revision == 3


async def test_who_files_is_kept_beside_the_applicant(town: Town) -> None:
    several = await registered(
        town, applicant={"full_name": "Петрова Мария Ивановна"}, applicant_kind="COLLECTIVE"
    )
    one = await registered(town, applicant={"full_name": "Петрова Мария Ивановна"})
    anonymous = await registered(town, applicant={"full_name": None}, applicant_kind="LEGAL_ENTITY")
    assert [case.applicant_kind for case in (several, one, anonymous)] == ["COLLECTIVE", "CITIZEN", None]


async def test_who_approved_an_answer_signs_it_unless_another_official_is_named(town: Town) -> None:
    case = await in_review(town)
    approved: Case = await town.do("recipient.head", answering.approve_response, case.id)
    assert approved.responses[-1].signer_id == "person-recipient.head"
    unknown = await refused(town, Invalid, "pos", answering.send_response, case, signer_id="nobody")
    assert (unknown.facts["rule"], unknown.path) == ("unknown_person", ("officialSignerId",))
    outside = await refused(
        town, Invalid, "pos", answering.send_response, case, signer_id="person-lead.education"
    )
    assert (outside.facts["rule"], outside.path) == ("not_in_organization", ("officialSignerId",))
    named = "person-recipient.coordinator"
    sent: Case = await town.do("pos", answering.send_response, case.id, signer_id=named)
    assert sent.responses[-1].signer_id == named
