"""What succeeds tells no more than what is refused: payloads under the rights that the change itself has left."""

from collections.abc import Iterator
from typing import Any

import pytest

from api.leaks.answers import Judge, Probe
from api.leaks.asgi import Reply
from api.leaks.findings import Tally
from api.leaks.mutating import ERRORS, mutation_document, shown
from api.leaks.mutations import MUTATIONS, Moved, given
from api.leaks.people import Asker
from api.leaks.pipelines import Row
from api.leaks.selection import pieces, shown_by
from api.leaks.truth import CASE_TYPES, gid
from api.leaks.waiting import STEPS, step_of, waiting
from documents.kernel.ids import global_id
from tests.leaks.conftest import Opens
from tests.leaks.house import House
from tests.leaks.words_planted import Words

DESK_CHANNELS = {
    "POS_OFFICER": "epgu",
    "INCIDENT_OFFICER": "vk",
    "INFORMATION_POLICY_OFFICER": "page-comments",
    "REGISTRAR": "phone",
    "CENTER_HEAD": "post",
}
"""Who may register → a channel of his desk."""

MOST = 3
MOVES = [name for name, one in MUTATIONS.items() if isinstance(one, Moved) and not one.given]


async def test_a_payload_shows_what_the_change_has_left_to_be_seen(own_house: Opens) -> None:
    wrong: list[str] = []
    succeeded: set[str] = set()
    out_of_sight = 0
    async with own_house() as house:
        for role in [one.label for one in house.survey.askers]:
            for name in MOVES:
                for type_name, row_id in _chosen(house, house.asker(role), name):
                    reply = await _moved(house, role, name, type_name, row_id)
                    payload = reply.data["a0"]
                    if not payload["errors"]:
                        succeeded.add(name)
                        await house.read_again()
                    asker = house.asker(role)
                    is_seen = house.survey.truth.is_visible(asker, type_name, row_id)
                    out_of_sight += not payload["errors"] and not is_seen
                    shows = MUTATIONS[name].shows  # type: ignore[union-attr]  # a move
                    if shows and (shown(payload) is not None) is not is_seen:
                        wrong.append(f"{role} {name}: seen {is_seen}, shown {shown(payload)}")
                    wrong += _judged(house, asker, name, reply)

    assert wrong == []
    # Enough has really happened, and some of it took the object out of sight.
    assert len(succeeded) >= 12, sorted(succeeded)
    assert out_of_sight >= 1


def _chosen(house: House, asker: Asker, name: str) -> list[tuple[str, str]]:
    """Up to three of the objects that the asker sees and the mutation could move, in different states."""
    mutation, truth = MUTATIONS[name], house.survey.truth
    assert isinstance(mutation, Moved)
    waits = waiting(truth, asker, step_of(name)) if step_of(name) in STEPS else None
    by_state: dict[tuple[str, str, str], tuple[str, str]] = {}
    for type_name, row in truth.rows(*mutation.types):
        if truth.is_visible(asker, type_name, row["_id"]) and (waits is None or row["_id"] in waits):
            state = (type_name, str(row.get("status")), str(row.get("is_sensitive")))
            by_state.setdefault(state, (type_name, row["_id"]))
    return list(by_state.values())[:MOST]


async def _moved(house: House, role: str, name: str, type_name: str, row_id: str) -> Reply:
    """Move an object as it is now."""
    row = house.survey.truth.by_type[type_name][row_id]
    named = given(house.survey.truth, name, gid(type_name, row))
    document = mutation_document(name, 1, f"{ERRORS} {_piece(name, type_name)}")
    variables = {"i0": {**named, "expectedRevision": row["revision"]}}
    return await house.installation.client.ask(house.asker(role).token, document, variables)


def _piece(name: str, type_name: str) -> str:
    """What a payload shows of an object of this type."""
    found = pieces(shown_by(name))
    return next((one for one in found if f"... on {type_name} " in one), found[0])


def _judged(house: House, asker: Asker, door: str, reply: Reply) -> list[str]:
    """What the judge says of an answer, by what is stored now."""
    tally = Tally()
    Judge(house.survey.truth, house.survey.restricted, tally).judge(Probe(door, asker, ""), reply)
    return [f"{asker.label} {door}: {one.check.value} {one.place}" for one in tally.findings.values()]


def _registered(words: Words, channel: str, *, is_sensitive: bool) -> dict[str, Any]:
    return {
        "regime": "MESSAGE",
        "channelId": global_id("Channel", channel),
        "text": words.free_text("case.text"),
        "isSensitive": is_sensitive,
        "location": {"street": "Ленина", "flat": words.new("case.location.flat")},
        "applicant": {
            "fullName": words.new("applicant.full_name"),
            "address": words.new("applicant.address"),
        },
    }


@pytest.mark.parametrize("is_sensitive", [False, True])
async def test_what_one_has_just_registered_is_shown_by_the_rights_on_it(
    own_house: Opens, *, is_sensitive: bool
) -> None:
    name = "registerSubmission"
    document = mutation_document(name, 1, f"{ERRORS} {_piece(name, 'Message')}")
    async with own_house() as house:
        replies: dict[str, tuple[dict[str, Any], Reply]] = {}
        for role, channel in DESK_CHANNELS.items():
            new = _registered(house.words, channel, is_sensitive=is_sensitive)
            token = house.asker(role).token
            replies[role] = new, await house.installation.client.ask(token, document, {"i0": new})
        await house.read_again()
        for role, (new, reply) in replies.items():
            assert reply.data["a0"]["errors"] == []
            asker, (row,) = house.asker(role), _rows(house, new)
            # The judge compares every field with what is stored now, and looks for all that is withheld.
            assert _judged(house, asker, name, reply) == []
            assert shown(reply.data["a0"])["id"] == gid("Message", row)  # type: ignore[index]
            assert ("flat" not in str(house.survey.truth.withheld(asker, "Message", row))) == (
                new["location"]["flat"] in reply.text
            )


def _rows(house: House, new: dict[str, Any]) -> Iterator[Row]:
    """The case that was registered."""
    rows = house.survey.truth.rows(*CASE_TYPES)
    return iter([row for _, row in rows if row["location"]["flat"] == new["location"]["flat"]])
