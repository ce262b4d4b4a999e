"""One appeal and one incident from the door to the satisfied resident: what their histories, steps and clocks tell."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Any

from documents.cases.clock_rules import STAGES
from documents.cases.document import Case
from documents.incidents.operations import answering as replying
from documents.incidents.operations import intake as noticing
from documents.incidents.operations import pausing
from documents.incidents.operations import reopening as noticing_again
from documents.invariants import case_problems
from documents.kernel.ids import global_id
from documents.legal_acts.document import LegalAct
from documents.submissions.operations import answering, intake, reopening, routing, terms
from tests.support.asking import ask
from tests.support.town import FOUNDED, Town

Row = dict[str, Any]

LIFE = """query($id: ID!) { case(id: $id) {
  status receivedAt registeredAt closedAt outcome reopenedCount
  deadline { dueAt ownDueAt legalDueOn firstDueAt postponedUntil policyCode steps { at rule note } }
  clocks { kind startedAt dueAt doneAt isLate heldBy { shortName } }
  decisions { kind until } responses { kind status }
  history(first: 50) { nodes { at name words changes { field from to } } } } }"""

ACT = {"id": "act-9", "kind": "ORDER", "number": "9-р", "issued_on": "2026-06-20", "title": "О продлении"}
REMARKS = {"PROVISIONAL", "CONTROL_DAY"}
STEPS_OF_DAYS = ["START", "CALENDAR_DAYS"]


async def life_of(town: Town, type_name: str, case_id: str) -> Row:
    stored = await town.stored(case_id)
    assert list(case_problems(stored.to_row())) == []
    found: Row = (await ask(town, "pos", LIFE, id=global_id(type_name, case_id)))["case"]
    return found


def told(life: Row, field: str) -> list[tuple[str, str]]:
    """The events that changed a field, each with what it became."""
    return [
        (entry["name"], change["to"])
        for entry in life["history"]["nodes"]
        for change in entry["changes"]
        if change["field"] == field
    ]


def counted(life: Row) -> list[str]:
    """The rules by which its deadline was counted, without remarks about days."""
    return [one["rule"] for one in life["deadline"]["steps"] if one["rule"] not in REMARKS]


def named(life: Row) -> list[str]:
    return [entry["name"].split(".")[1] for entry in life["history"]["nodes"]]


def stages(life: Row) -> Sequence[Row]:
    return [one for one in life["clocks"] if one["kind"] in STAGES]


def runs(life: Row, kind: str) -> Sequence[Row]:
    return [one for one in life["clocks"] if one["kind"] == kind]


async def answered(town: Town, case_id: str, text: str) -> None:
    await town.do("assignee", answering.start_work, case_id)
    await town.do("assignee", answering.submit_response, case_id, text=text)
    town.now += timedelta(days=1)
    await town.do("recipient.head", answering.approve_response, case_id)
    await town.do("assignee", answering.send_response, case_id)


async def an_appeal(town: Town) -> Row:
    """Prolonged once, answered, opened again, answered, closed."""
    await town.load([LegalAct(**ACT, url="https://bogotol.example/9", updated_at=FOUNDED)])
    case: Case = await town.do(
        "pos",
        intake.register_submission,
        kind="APPEAL",
        appeal_kind="COMPLAINT",
        channel_id="POST",
        text="Который год не чинят дорогу.",
        received_at=town.now - timedelta(days=1),
    )
    await town.do("pos", intake.formalize_submission, case.id, topic_id="holes", summary="Ремонт дороги")
    await town.do("pos", intake.accept_submission, case.id)
    town.now += timedelta(days=2)
    sent_to = {"recipient_id": "roads", "assignee_id": "person-assignee"}
    await town.do("pos", routing.route_submission, case.id, **sent_to)
    town.now += timedelta(days=20)
    await town.do(
        "head",
        terms.extend_deadline,
        case.id,
        days=15,
        reason="Запрошены документы",
        text="Срок продлён.",
        decided_by_id="person-head",
        legal_act_id="act-9",
    )
    town.now += timedelta(days=5)
    await answered(town, case.id, "Ремонт в августе.")
    town.now += timedelta(days=10)
    await town.do("pos", reopening.reopen_submission, case.id, reason="Август прошёл")
    town.now += timedelta(days=3)
    await answered(town, case.id, "Дорога отремонтирована.")
    await town.do("pos", answering.close_submission, case.id, outcome="RESOLVED")
    return await life_of(town, "Appeal", case.id)


async def test_an_appeal_is_told_whole_by_its_history_and_the_steps_of_its_deadline(town: Town) -> None:
    life = await an_appeal(town)
    assert (life["status"], life["outcome"], life["reopenedCount"]) == ("CLOSED", "RESOLVED", 1)
    again = ["started", "response_submitted", "response_approved", "response_sent"]
    assert named(life) == [
        *("registered", "formalized", "accepted", "routed", "deadline_extended"),
        *(*again, "reopened", *again, "closed"),
    ]
    # The whole term: counted from the registration, prolonged once, counted anew after the reopening.
    assert counted(life) == [
        *("APPEAL_59FZ", *STEPS_OF_DAYS),
        *("EXTENDED", "CALENDAR_DAYS"),
        *("REOPENED", "APPEAL_59FZ", *STEPS_OF_DAYS),
    ]
    due = told(life, "dueAt")
    assert [name for name, _ in due] == [
        "submission.registered",
        "submission.deadline_extended",
        "submission.reopened",
    ]
    first, longer, anew = (runs(life, "ANSWER")[0]["dueAt"], due[1][1], due[2][1])
    assert longer == first
    assert anew == runs(life, "ANSWER")[1]["dueAt"] == life["deadline"]["dueAt"]
    assert [one["kind"] for one in life["decisions"]] == ["EXTENDED", "REOPENED"]
    assert life["decisions"][0]["until"] == longer


async def test_an_appeal_is_told_whole_by_its_clocks(town: Town) -> None:
    life = await an_appeal(town)
    # Every stage follows the one before it, but for the time between the answer and the reopening, when nobody owed any.
    found = stages(life)
    assert [one["kind"] for one in found] == [
        *("REGISTRATION", "MODERATION", "COORDINATION", "EXECUTION", "APPROVAL"),
        *("EXECUTION", "APPROVAL"),
    ]
    gaps = [(one["kind"], two["kind"]) for one, two in pairwise(found) if one["doneAt"] != two["startedAt"]]
    assert gaps == [("APPROVAL", "EXECUTION")]
    assert [(one["startedAt"], one["doneAt"]) for one in runs(life, "ANSWER")] == [
        (life["registeredAt"], found[4]["doneAt"]),
        (found[5]["startedAt"], found[6]["doneAt"]),
    ]
    assert [one["isLate"] for one in life["clocks"]] == [False] * len(life["clocks"])
    assert len(runs(life, "FIRST_RESPONSE")) == len(runs(life, "FORWARDING")) == 1
    assert len(runs(life, "CONTROL")) == 2
    assert [(one["heldBy"] or {}).get("shortName") for one in found] == [None] * 3 + ["roads"] * 4


async def an_incident(town: Town) -> Row:
    """Put off, replied, opened again, taken by the officer, replied late, closed."""
    case: Case = await town.do(
        "incident",
        noticing.register_incident,
        channel_id="VK",
        publications=[{"url": "https://vk.com/wall-1_7", "text": "Открыт люк!"}],
        summary="Открытый люк",
        topic_id="holes",
        received_at=town.now,
    )
    sent_to = {"recipient_id": "roads", "assignee_id": "person-assignee"}
    await town.do("incident", replying.route_incident, case.id, **sent_to)
    await town.do("assignee", replying.start_incident, case.id)
    town.now += timedelta(hours=2)
    until = town.now + timedelta(days=7)
    await town.do(
        "incident", pausing.postpone_incident, case.id, until=until, text="Люк закажут.", reason="Нет люка"
    )
    town.now += timedelta(days=5)
    await town.do("incident", pausing.resume_incident, case.id)
    reply = {"reply_urls": ["https://vk.com/wall-1_7?reply=8"]}
    await town.do("assignee", replying.submit_incident_reply, case.id, text="Люк закрыт.")
    await town.do("incident", replying.publish_incident_reply, case.id, **reply)
    town.now += timedelta(days=4)
    await town.do("incident", noticing_again.reopen_incident, case.id, reason="Люк снова открыт")
    await town.do("incident", replying.take_incident, case.id)
    await town.do("incident", replying.submit_incident_reply, case.id, text="Поставлен замок.")
    town.now += timedelta(days=2)
    await town.do("incident", replying.publish_incident_reply, case.id, **reply)
    await town.do("incident", replying.close_incident, case.id, outcome="RESOLVED")
    return await life_of(town, "Incident", case.id)


async def test_an_incident_is_told_whole_by_its_history_its_deadline_and_its_clocks(town: Town) -> None:
    life = await an_incident(town)
    assert (life["status"], life["outcome"]) == ("CLOSED", "RESOLVED")
    assert named(life) == [
        *("registered", "routed", "started", "postponed", "resumed", "reply_submitted", "reply_published"),
        *("reopened", "taken", "reply_submitted", "reply_published", "closed"),
    ]
    rules = counted(life)
    again = rules.index("REOPENED")
    assert rules[0] == rules[again + 1] == "IM_NORMAL"
    assert rules[again - 1] == "POSTPONED"
    assert rules[-1] == "WORKING_HOURS"
    due = told(life, "dueAt")
    assert [name for name, _ in due] == [
        "incident.registered",
        "incident.postponed",
        "incident.reopened",
    ]
    # Two deadlines of the first answer, the promised one among them, and one of the second.
    assert [one["dueAt"] for one in runs(life, "ANSWER")] == [one for _, one in due]
    assert [one["isLate"] for one in runs(life, "ANSWER")] == [False, False, True]
    found = stages(life)
    gaps = [(one["kind"], two["kind"]) for one, two in pairwise(found) if one["doneAt"] != two["startedAt"]]
    assert gaps == [("APPROVAL", "EXECUTION")]
    assert found[0]["startedAt"] == life["receivedAt"]
    assert [one["kind"] for one in life["decisions"]] == ["POSTPONED", "REOPENED"]
