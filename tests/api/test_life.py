"""A message from its registration to its closing and a protocol to its signature, over HTTP, by those whose turn it is."""

from typing import Any

from tests.support.demo import Demo

SHOWN = """submission { id number status revision allowedActions { action allowed reasons { code } } }
    errors { code path facts }"""


def act(demo: Demo, login: str, name: str, shown: str = SHOWN, **given: Any) -> dict[str, Any]:
    """Run a mutation as somebody; its payload."""
    kind = f"{name[0].upper()}{name[1:]}Input"
    kinds = {
        "acceptSubmission": "TargetInput",
        "startWork": "TargetInput",
        "signProtocol": "TargetInput",
        "approveResponse": "TargetInput",
        "submitResponse": "DraftInput",
        "routeSubmission": "RouteInput",
        "closeSubmission": "CloseInput",
    }
    query = f"mutation($input: {kinds.get(name, kind)}!) {{ {name}(input: $input) {{ {shown} }} }}"
    payload: dict[str, Any] = demo.data(login, query, input=given)[name]
    return payload


def done(payload: dict[str, Any], shown_as: str = "submission") -> dict[str, Any]:
    """The object of a payload that refused nothing."""
    assert payload["errors"] == []
    found: dict[str, Any] = payload[shown_as]
    return found


def ids(demo: Demo) -> dict[str, str]:
    """Global ids of what the test names."""
    data = demo.data(
        "head",
        """{ channels { id code } topics(first: 100, filter: {search: "Ямы"}) { nodes { id title } }
             organizations(first: 100) { nodes { id shortName } }
             members(first: 100, filter: {role: [ASSIGNEE]}) { nodes { person { id fullName organization { id } } } } }""",
    )
    roads = next(
        one for one in data["organizations"]["nodes"] if one["shortName"] == "Отдел дорог и транспорта"
    )
    assignee = next(
        one["person"]
        for one in data["members"]["nodes"]
        if one["person"]["organization"]["id"] == roads["id"]
    )
    return {
        "channel": next(one["id"] for one in data["channels"] if one["code"] == "POS"),
        "topic": data["topics"]["nodes"][0]["id"],
        "roads": roads["id"],
        "assignee": assignee["id"],
    }


def offered(case: dict[str, Any]) -> set[str]:
    return {one["action"] for one in case["allowedActions"] if one["allowed"]}


def _is_told(demo: Demo, closed: dict[str, Any]) -> None:
    told = demo.data(
        "lead.roads",
        "query($n: String) { message(number: $n) { text applicant { fullName } history(first: 20) { nodes { action } } } }",
        n=closed["number"],
    )["message"]
    assert "[телефон]" in told["text"]
    assert told["applicant"] == {"fullName": "М. И."}
    assert len(told["history"]["nodes"]) == closed["revision"] == 9


def test_a_message_is_registered_routed_answered_and_closed(living_demo: Demo) -> None:
    demo = living_demo
    known = ids(demo)
    given = {
        "regime": "MESSAGE",
        "channelId": known["channel"],
        "text": "Яма у дома 5. Звоните: 8 900 000 12 34",
    }
    case = done(
        act(demo, "pos", "registerSubmission", applicant={"fullName": "Петрова Мария Ивановна"}, **given)
    )
    assert case["status"] == "NEW"
    assert {"formalizeSubmission", "rejectSubmission"} <= offered(case)
    refused = act(demo, "pos", "acceptSubmission", id=case["id"])
    assert refused["errors"] == [{"code": "INVALID", "path": ["id"], "facts": {"rule": "not_formalized"}}]
    assert refused["submission"]["status"] == "NEW"
    stale = act(
        demo,
        "pos",
        "formalizeSubmission",
        id=case["id"],
        topicId=known["topic"],
        summary="Яма",
        expectedRevision=7,
    )
    assert [one["code"] for one in stale["errors"]] == ["STALE"]
    assert stale["errors"][0]["facts"] == {"revision": 1}
    done(
        act(
            demo,
            "pos",
            "formalizeSubmission",
            id=case["id"],
            topicId=known["topic"],
            summary="Яма",
            expectedRevision=1,
        )
    )
    done(act(demo, "pos", "acceptSubmission", id=case["id"]))
    wrong = act(demo, "pos", "routeSubmission", id=case["id"], recipientId=known["assignee"])
    assert wrong["errors"] == [
        {"code": "INVALID", "path": ["recipientId"], "facts": {"rule": "malformed_id"}}
    ]
    routed = done(
        act(
            demo,
            "pos",
            "routeSubmission",
            id=case["id"],
            recipientId=known["roads"],
            assigneeId=known["assignee"],
        )
    )
    assert routed["status"] == "ASSIGNED"
    assert act(demo, "lead.education", "startWork", id=case["id"]) == {
        "submission": None,
        "errors": [{"code": "NOT_FOUND", "path": None, "facts": None}],
    }
    done(act(demo, "assignee", "startWork", id=case["id"]))
    written = done(act(demo, "assignee", "submitResponse", id=case["id"], text="Яма засыпана 2 июня."))
    assert "approveResponse" not in offered(written)
    done(act(demo, "recipient.head", "approveResponse", id=case["id"]))
    sent = done(act(demo, "assignee", "sendResponse", id=case["id"]))
    assert sent["status"] == "ANSWERED"
    closed = done(act(demo, "pos", "closeSubmission", id=case["id"], outcome="RESOLVED"))
    assert closed["status"] == "CLOSED"
    _is_told(demo, closed)


def test_only_the_effective_curator_signs(living_demo: Demo) -> None:
    demo = living_demo
    ready = demo.data(
        "head", "{ protocols(first: 1, filter: {status: [READY_FOR_SIGNATURE]}) { nodes { id } } }"
    )["protocols"]["nodes"][0]
    shown = "protocol { id number status signerCapacity signedBy { fullName } } errors { code facts }"
    for login in ("admin", "pos", "leadership", "recipient.head"):
        refused = act(demo, login, "signProtocol", shown, id=ready["id"])
        assert [one["code"] for one in refused["errors"]] == ["FORBIDDEN"]
    refused = act(demo, "head", "signProtocol", shown, id=ready["id"])
    assert refused["errors"][0]["code"] == "NOT_EFFECTIVE_CURATOR"
    assert set(refused["errors"][0]["facts"]) == {"curator", "until"}
    assert refused["protocol"]["status"] == "READY_FOR_SIGNATURE"
    signed = done(act(demo, "curator", "signProtocol", shown, id=ready["id"]), "protocol")
    assert signed["status"] == "SIGNED"
    assert signed["signerCapacity"] == "CURATOR"
    again = act(demo, "curator", "signProtocol", shown, id=ready["id"])
    assert again["errors"][0]["code"] == "INVALID_TRANSITION"
    assert again["protocol"]["number"] == signed["number"]
