"""Reviewing, correcting and publishing a protocol through the schema, as each caller sees it."""

from typing import Any

from tests.support.asking import ask
from tests.support.neighbors import ready_protocol
from tests.support.town import Town

SHOWN = """protocol { id status comments { no order text author { fullName } } dissents { order fullName text }
  publication { capacity publishedBy { fullName } items { order title decisions } } corrects { number }
  errata { number } } errors { code path facts }"""
CORRECTED = [{"title": "Срок", "decisions": [{"text": "Читать пункт 1.1 иначе."}]}]


async def done(town: Town, login: str, name: str, kind: str, **given: Any) -> Any:
    """The payload of a mutation."""
    document = f"mutation($input: {kind}!) {{ {name}(input: $input) {{ {SHOWN} }} }}"
    return (await ask(town, login, document, input=given))[name]


async def moved(town: Town, login: str, name: str, kind: str = "TargetInput", **given: Any) -> Any:
    """The protocol after a mutation that nobody refuses."""
    payload = await done(town, login, name, kind, **given)
    assert payload["errors"] == [], (name, payload)
    return payload["protocol"]


async def test_a_protocol_is_reviewed_corrected_and_published(town: Town) -> None:
    protocol = await ready_protocol(town, "reviewed")
    await town.store.collection("protocols").update_one(
        {"_id": "reviewed"}, {"$set": {"status": "IN_REVIEW"}}
    )
    remark = {"id": protocol, "text": "Уточнить срок", "order": 1}
    shown = await moved(town, "curator", "commentProtocol", "CommentProtocolInput", **remark)
    assert [(one["no"], one["order"], one["text"]) for one in shown["comments"]] == [(1, 1, "Уточнить срок")]
    shown = await moved(town, "head", "dissent", "DissentInput", **remark)
    assert [(one["order"], one["text"]) for one in shown["dissents"]] == [(1, "Уточнить срок")]
    refused = await done(town, "pos", "commentProtocol", "CommentProtocolInput", **remark)
    assert [one["code"] for one in refused["errors"]] == ["FORBIDDEN"]
    hidden = await done(town, "member", "dissent", "DissentInput", **remark)
    assert (hidden["protocol"], [one["code"] for one in hidden["errors"]]) == (None, ["NOT_FOUND"])

    await moved(town, "head", "markProtocolReady", id=protocol)
    early = await done(town, "curator", "publishProtocol", "PublishProtocolInput", id=protocol)
    assert early["errors"][0]["facts"]["rule"] == "protocol_not_signed"
    await moved(town, "curator", "signProtocol", id=protocol)
    erratum = await moved(
        town, "head", "draftErratum", "DraftErratumInput", protocolId=protocol, items=CORRECTED
    )
    assert (erratum["status"], erratum["corrects"]["number"] is None) == ("DRAFT", False)
    for name, login in (
        ("submitProtocol", "pos"),
        ("markProtocolReady", "head"),
        ("signProtocol", "curator"),
    ):
        await moved(town, login, name, id=erratum["id"])
    read = "query($id: ID!) { protocol(id: $id) { number errata { number } } }"
    found = (await ask(town, "member", read, id=protocol))["protocol"]
    assert found["errata"] == [{"number": found["number"] + 1}]

    published = await moved(town, "curator", "publishProtocol", "PublishProtocolInput", id=protocol)
    assert published["publication"]["items"] == [{"order": 1, "title": "Ямы", "decisions": ["Поручить"]}]
    nothing = await done(town, "head", "publishProtocol", "PublishProtocolInput", id=protocol)
    assert [one["code"] for one in nothing["errors"]] == ["NOT_EFFECTIVE_CURATOR"]
