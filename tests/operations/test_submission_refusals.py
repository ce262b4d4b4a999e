"""In which order a submission's operations refuse, and what registering refuses at the door."""

from datetime import timedelta

import pytest

from auth.errors import (
    DuplicateExternalId,
    Forbidden,
    Invalid,
    InvalidTransition,
    NotFound,
    Stale,
)
from documents.cases.document import Case
from documents.center.document import Setting
from documents.kernel.ids import read_global_id
from documents.submissions.operations import answering, routing
from tests.support.cases import refused, registered, routed
from tests.support.town import NOW, Town


async def test_refusals_come_in_one_order(town: Town) -> None:
    case = await routed(town)
    # Who may never do it is told so whatever the id; who cannot see it is not told that it is there.
    with pytest.raises(Forbidden):
        await town.do("member", answering.close_submission, "nothing", outcome="RESOLVED")
    await refused(town, NotFound, "lead.education", answering.close_submission, case, outcome="RESOLVED")
    with pytest.raises(NotFound):
        await town.do("lead.roads", answering.close_submission, "nothing", outcome="RESOLVED")
    # Visible but not allowed comes before a bad input, a bad input before a stale revision, that before the state.
    await refused(town, Forbidden, "recipient.head", routing.return_routing, case, reason="")
    await refused(
        town, Invalid, "recipient.coordinator", routing.return_routing, case, reason="", expected_revision=1
    )
    await refused(
        town, Stale, "pos", answering.close_submission, case, outcome="RESOLVED", expected_revision=1
    )
    await refused(town, InvalidTransition, "pos", answering.close_submission, case, outcome="RESOLVED")


async def test_registering_is_by_the_channel_of_the_new_case(town: Town) -> None:
    before = await town.event_count()
    for login, channel in (("incident", "POS"), ("registrar", "POS"), ("pos", "VK"), ("lead.roads", "POS")):
        with pytest.raises(Forbidden) as caught:
            await registered(town, login, channel_id=channel, text="")
        assert caught.value.facts == {"action": "submission.register"}
    assert await town.event_count() == before
    case = await registered(town, "registrar", channel_id="PHONE")
    assert case.creator_id == "person-registrar"


async def test_a_partner_registers_only_under_its_own_system(town: Town) -> None:
    case = await registered(town, "partner", channel_id="POS", external_system="OTHER", external_id="77")
    assert (case.system_id, case.external_system) == ("PARTNER", "PARTNER")
    assert "system:PARTNER" in case.access_keys
    before = await town.event_count()
    with pytest.raises(Invalid) as caught:
        await registered(town, "partner", channel_id="POS", external_system="POS", external_id="78")
    assert (caught.value.path, caught.value.facts) == (("externalSystem",), {"rule": "not_your_system"})
    assert await town.event_count() == before


async def test_the_same_external_id_is_refused_and_nothing_is_half_written(town: Town) -> None:
    await registered(town, external_system="POS", external_id="1")
    applicants = await town.store.collection("applicants").count_documents({})
    with pytest.raises(DuplicateExternalId) as caught:
        await registered(town, external_system="POS", external_id="1", applicant={"full_name": "Кто-то"})
    assert read_global_id(caught.value.facts["id"])[0] == "Message"
    with pytest.raises(DuplicateExternalId) as blind:
        await registered(town, "registrar", channel_id="PHONE", external_system="POS", external_id="1")
    assert blind.value.facts == {}
    assert await town.store.collection("applicants").count_documents({}) == applicants
    await registered(town, external_system="INCIDENT_MANAGEMENT", external_id="1")


async def test_a_moment_in_the_future_is_no_receipt(town: Town) -> None:
    with pytest.raises(Invalid) as caught:
        await registered(town, received_at=NOW + timedelta(days=2))
    assert caught.value.path == ("receivedAt",)


async def test_an_officer_sends_without_approval_only_where_the_center_has_switched_it_off(
    town: Town,
) -> None:
    case = await routed(town)
    await town.do("assignee", answering.start_work, case.id)
    await refused(town, InvalidTransition, "assignee", answering.send_response, case, text="Сделано.")
    await town.load([Setting(id="approvalRequired", value=False, updated_at=NOW)])
    after: Case = await town.do("assignee", answering.send_response, case.id, text="Сделано.")
    assert after.status == "ANSWERED"
    assert after.responses[-1].text == "Сделано."
