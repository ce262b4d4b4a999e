"""Appointments at the door: what is shown of them, who was responsible on a day, and why somebody had a right then."""

from datetime import datetime, timedelta
from typing import Any

from documents.kernel.ids import global_id
from documents.members.document import CuratorAbsence, Membership
from tests.support.asking import ask
from tests.support.cases import registered
from tests.support.town import FOUNDED, NOW, Town
from tests.support.town_for_each import town_for_each

DAY = timedelta(days=1)

APPOINT = """mutation($input: AppointMemberInput!) { appointMember(input: $input) {
  membership { id role validFrom validTo sectors { code } legalAct { number } recordedBy { id } isActive
    allowedActions { action allowed } history(first: 5) { nodes { name actorRole } } }
  errors { code path facts message } } }"""

ACT = {"kind": "ORDER", "number": "77-р", "issuedOn": "2026-05-30", "title": "О составе", "fileId": "file-77"}


town = town_for_each


def person(login: str) -> str:
    return global_id("Person", f"person-{login}")


def z(moment: datetime) -> str:
    return moment.isoformat() + "Z"


async def appoint(town: Town, login: str, **given: Any) -> Any:
    return (await ask(town, login, APPOINT, input=given))["appointMember"]


async def test_the_head_appoints_a_lead_from_an_act_recorded_with_it(town: Town) -> None:
    payload = await appoint(
        town, "head", personId=person("member"), role="SECTOR_LEAD", sectors=["ROADS"], legalAct=ACT
    )
    assert payload["errors"] == []
    shown = payload["membership"]
    assert shown["sectors"] == [{"code": "ROADS"}]
    assert (shown["legalAct"], shown["recordedBy"]) == ({"number": "77-р"}, {"id": person("head")})
    assert (shown["validFrom"], shown["validTo"], shown["isActive"]) == (
        "2026-06-01T03:00:00Z",
        None,
        True,
    )
    assert shown["allowedActions"] == [
        {"action": "endMembership", "allowed": True},
    ]
    assert shown["history"]["nodes"] == [{"name": "member.appointed", "actorRole": "CENTER_HEAD"}]


async def test_a_refusal_names_its_rule_and_its_field(town: Town) -> None:
    payload = await appoint(
        town, "head", personId=person("coordinator"), role="SECTOR_LEAD", sectors=["ROADS"], legalAct=ACT
    )
    (problem,) = payload["errors"]
    assert (problem["code"], problem["path"], problem["facts"]) == (
        "INVALID",
        ["personId"],
        {"rule": "not_in_administration"},
    )
    assert "III.4.7" in problem["message"]
    assert payload["membership"] is None


async def test_an_own_role_is_refused_before_anything_else_is_looked_at(town: Town) -> None:
    payload = await appoint(town, "head", personId=person("head"), role="SECTOR_LEAD")
    assert [(one["code"], one["facts"]) for one in payload["errors"]] == [
        ("FORBIDDEN", {"action": "member.appoint"})
    ]


async def test_the_administrator_grants_and_revokes_a_technical_role(town: Town) -> None:
    granted = await ask(
        town,
        "admin",
        """mutation($input: GrantRoleInput!) { grantRole(input: $input) {
          membership { id role organization { id } revision } errors { code } } }""",
        input={"personId": person("member"), "role": "RECIPIENT_HEAD"},
    )
    shown = granted["grantRole"]["membership"]
    assert shown["organization"] == {"id": global_id("Organization", "administration")}
    revoked = await ask(
        town,
        "admin",
        """mutation($input: RevokeRoleInput!) { revokeRole(input: $input) {
          membership { validTo endedBy { id } } errors { code } } }""",
        input={"id": shown["id"], "expectedRevision": shown["revision"]},
        now=NOW + DAY,
    )
    assert revoked["revokeRole"]["membership"] == {
        "validTo": "2026-06-02T03:00:00Z",
        "endedBy": {"id": person("admin")},
    }


async def replaced(town: Town) -> None:
    """The member becomes curator a day from now."""
    payload = await appoint(
        town, "head", personId=person("member"), role="CURATOR", legalAct=ACT, validFrom=z(NOW + DAY)
    )
    assert payload["errors"] == []


async def test_who_was_responsible_is_told_for_every_moment_and_day(town: Town) -> None:
    await replaced(town)
    document = """query($filter: MemberFilter) { members(first: 10, filter: $filter) {
      nodes { person { id } endedLegalAct { number } } totalCount { value } } }"""

    async def curators(**given: Any) -> list[str]:
        shown = await ask(town, "pos", document, filter={"role": ["CURATOR"], **given})
        return [one["person"]["id"] for one in shown["members"]["nodes"]]

    assert await curators(at=z(NOW)) == [person("curator")]
    assert await curators(at=z(NOW + DAY - timedelta(seconds=1))) == [person("curator")]
    assert await curators(at=z(NOW + DAY)) == [person("member")]
    assert await curators(at=z(FOUNDED - DAY)) == []
    # On the day of the change both were.
    assert await curators(on="2026-06-02") == [person("member"), person("curator")]
    assert await curators(on="2026-06-01") == [person("curator")]
    # A day and a moment narrow each other.
    assert await curators(on="2026-06-02", at=z(NOW)) == [person("curator")]
    assert await curators(on="2026-06-01", at=z(NOW + DAY)) == []


MEMBERSHIPS = """query($ids: [ID!]!, $on: Date) { nodes(ids: $ids) { ... on Person {
  memberships(on: $on) { role legalAct { number } person { id } } } } }"""


async def memberships(town: Town, login: str, about: str, **given: Any) -> Any:
    shown = await ask(town, login, MEMBERSHIPS, ids=[person(about)], **given)
    return shown["nodes"][0]["memberships"]


async def test_a_person_tells_the_roles_held_now_and_on_any_day(town: Town) -> None:
    await replaced(town)
    assert await memberships(town, "pos", "member", on="2026-06-01") == await memberships(
        town, "pos", "member"
    )
    held = await memberships(town, "pos", "member", on="2026-06-02")
    assert [one["role"] for one in held] == ["CURATOR", "MEMBER"]
    assert {one["person"]["id"] for one in held} == {person("member")}
    assert await memberships(town, "pos", "member", on="2026-04-06") == []
    far = await ask(town, "pos", MEMBERSHIPS, ids=[person("member")], on="1026-04-06")
    assert far.codes == ["BAD_REQUEST"]


async def test_the_roles_of_a_person_are_those_that_members_lists(town: Town) -> None:
    listed = await ask(
        town,
        "pos",
        """query($filter: MemberFilter) { members(first: 10, filter: $filter) { nodes { id } } }""",
        filter={"personIds": [person("admin")], "role": ["SYSTEM_ADMINISTRATOR"]},
    )
    with town.recorder.capturing() as captured:
        shown = await ask(
            town,
            "pos",
            "query($id: ID!) { node(id: $id) { ... on Person { memberships { id } } } }",
            id=person("admin"),
        )
    assert shown["node"]["memberships"] == listed["members"]["nodes"] != []
    assert [command.collection for command in captured.commands] == ["accounts"]


async def test_whoever_may_not_list_members_reads_no_role_of_a_person(town: Town) -> None:
    document = "{ viewer { person { memberships { role } } } members(first: 5) { nodes { id } } }"
    held = await ask(town, "member", document)
    assert held["viewer"]["person"]["memberships"] == [{"role": "MEMBER"}]
    before = await ask(town, "member", document, now=FOUNDED - DAY)
    assert before["viewer"]["person"]["memberships"] == []


WHY = """query($person: ID!, $permission: String!, $at: DateTime) {
  whyHad(personId: $person, permission: $permission, at: $at) {
    held permission actingFor { id }
    grounds { role clause words holds membership { validFrom validTo legalAct { number } recordedBy { id } } } } }"""


async def why(town: Town, login: str, about: str, permission: str, at: datetime) -> Any:
    asked: dict[str, Any] = {"person": person(about), "permission": permission, "at": z(at)}
    return (await ask(town, login, WHY, **asked))["whyHad"]


async def test_why_somebody_had_a_right_is_told_from_the_appointment_of_that_time(town: Town) -> None:
    await replaced(town)
    before = await why(town, "curator", "member", "protocol.sign", NOW)
    assert (before["held"], before["grounds"]) == (False, [])
    after = await why(town, "curator", "member", "protocol.sign", NOW + DAY)
    assert after["held"] is True
    (ground,) = after["grounds"]
    assert (ground["role"], ground["clause"], ground["holds"]) == ("CURATOR", "III.2", True)
    assert ground["membership"] == {
        "validFrom": "2026-06-02T03:00:00Z",
        "validTo": None,
        "legalAct": {"number": "77-р"},
        "recordedBy": {"id": person("head")},
    }


async def test_the_heads_right_to_sign_held_only_inside_the_absence(town: Town) -> None:
    await town.load(
        [
            CuratorAbsence(
                id="leave",
                curator_id="person-curator",
                starts_at=NOW - 2 * DAY,
                ends_at=NOW - DAY,
                reason="Отпуск",
                recorded_by_id="person-curator",
                updated_at=NOW,
            )
        ]
    )
    inside = await why(town, "admin", "head", "protocol.sign", NOW - 2 * DAY)
    assert (inside["held"], inside["actingFor"]) == (True, {"id": person("curator")})
    for at in (NOW - 2 * DAY - timedelta(seconds=1), NOW - DAY):
        outside = await why(town, "admin", "head", "protocol.sign", at)
        assert (outside["held"], outside["actingFor"]) == (False, None)
        assert [one["holds"] for one in outside["grounds"]] == [False]
    document = """query($at: DateTime) { effectiveCurator(at: $at) {
      person { id } acting capacity until absence { id curator { id } } } }"""
    acting = (await ask(town, "pos", document, at=z(NOW - 2 * DAY)))["effectiveCurator"]
    assert acting == {
        "person": {"id": person("head")},
        "acting": True,
        "capacity": "ACTING",
        "until": "2026-05-31T03:00:00Z",
        "absence": {"id": global_id("CuratorAbsence", "leave"), "curator": {"id": person("curator")}},
    }
    own = (await ask(town, "pos", document, at=z(NOW)))["effectiveCurator"]
    assert (own["capacity"], own["absence"], own["until"]) == ("CURATOR", None, None)


async def test_only_control_asks_about_others_and_everybody_about_himself(town: Town) -> None:
    history = "query($person: ID!) { roleHistory(personId: $person, first: 10) { nodes { role } totalCount { value } } }"
    for login in ("curator", "head", "admin", "pos"):
        shown = (await ask(town, login, history, person=person("pos")))["roleHistory"]
        assert shown == {"nodes": [{"role": "POS_OFFICER"}], "totalCount": {"value": 1}}
        assert (await why(town, login, "pos", "submission.read", NOW))["held"] is True
    for login in ("incident", "member", "leadership", "assignee", "registrar", "partner"):
        shown = (await ask(town, login, history, person=person("pos")))["roleHistory"]
        assert shown == {"nodes": [], "totalCount": {"value": 0}}
        assert await why(town, login, "pos", "submission.read", NOW) is None


async def test_who_recorded_an_appointment_is_history_for_control_and_oneself(town: Town) -> None:
    await appoint(town, "head", personId=person("pos"), role="MEMBER", legalAct=ACT)
    document = """{ members(first: 20, filter: {role: [MEMBER]}) { nodes { person { id }
      history(first: 5) { nodes { name changes { field from to } } } } } }"""

    async def told(login: str) -> list[str]:
        rows = (await ask(town, login, document))["members"]["nodes"]
        row = next(one for one in rows if one["person"]["id"] == person("pos"))
        return [one["name"] for one in row["history"]["nodes"]]

    for login in ("curator", "admin", "pos"):
        assert await told(login) == ["member.appointed"]
    for login in ("incident", "assignee"):
        assert await told(login) == []


async def test_a_past_right_does_not_depend_on_who_is_still_there(town: Town) -> None:
    await town.load(
        [
            Membership(
                id="was",
                person_id="person-member",
                role="REGISTRAR",
                valid_from=NOW - 3 * DAY,
                valid_to=NOW - DAY,
                updated_at=NOW,
            )
        ]
    )
    await town.store.collection("persons").update_one(
        {"_id": "person-member"}, {"$set": {"is_active": False}}
    )
    await town.container.reference.refresh()
    then = await why(town, "head", "member", "submission.register", NOW - 2 * DAY)
    assert [(one["role"], one["holds"]) for one in then["grounds"]] == [("REGISTRAR", True)]
    assert (await why(town, "head", "member", "submission.register", NOW))["held"] is False


async def test_what_is_asked_amiss_is_a_bad_request(town: Town) -> None:
    asked: dict[str, Any] = {"person": person("pos"), "permission": "everything.do"}
    assert (await ask(town, "head", WHY, **asked)).codes == ["BAD_REQUEST"]


async def test_history_names_whom_a_substitute_acted_for(town: Town) -> None:
    case = await registered(town)
    payload = await appoint(
        town,
        "head",
        personId=person("member"),
        role="POS_OFFICER",
        legalAct=ACT,
        substitutesId=global_id("Membership", "membership-pos"),
        validFrom=z(NOW + DAY),
        validTo=z(NOW + 2 * DAY),
    )
    assert payload["errors"] == []
    document = """mutation($input: FormalizeSubmissionInput!) { formalizeSubmission(input: $input) {
      submission { id history(first: 20) { nodes { name actor { id } actingFor { id } } } }
      errors { code } } }"""
    given = {
        "id": global_id("Message", case.id),
        "topicId": global_id("Topic", "holes"),
        "summary": "Яма",
        "expectedRevision": case.revision,
    }
    for at, codes in ((NOW, ["FORBIDDEN"]), (NOW + DAY, []), (NOW + 2 * DAY, ["FORBIDDEN"])):
        done = (await ask(town, "member", document, now=at, input=given))["formalizeSubmission"]
        assert [one["code"] for one in done["errors"]] == codes
        if not codes:
            assert done["submission"]["history"]["nodes"][-1] == {
                "name": "submission.formalized",
                "actor": {"id": person("member")},
                "actingFor": {"id": person("pos")},
            }
