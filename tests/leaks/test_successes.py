"""What succeeds tells no more than what is refused: payloads under the rights that the change itself has left."""

from collections.abc import AsyncIterator, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from api.leaks import rights
from api.leaks.answers import Judge, Probe
from api.leaks.asgi import Reply
from api.leaks.findings import Tally
from api.leaks.mutating import ERRORS, mutation_document, shown
from api.leaks.mutations import IDS, MUTATIONS, Moved, given, input_of
from api.leaks.people import Asker
from api.leaks.pipelines import Row
from api.leaks.selection import mutation_fields, pieces, shown_by
from api.leaks.truth import CASE_TYPES, STORED, gid
from api.leaks.waiting import STEPS, STEPS_OF, step_of, waiting
from documents.kernel.ids import global_id
from schema.enforcing import declared_at
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

MOST = EACH = 3
CALLED_BY_ALL = frozenset("returnRouting blockAccount unblockAccount blockClient unblockClient".split())
"""What takes an object out of sight; and who was blocked is let in again by the same."""

NARROWS = "updateClient"
"""Is not made here: it narrows a client, who is then another one of those who ask."""

MOVES = [
    name for name, one in MUTATIONS.items() if isinstance(one, Moved) and not one.given and name != NARROWS
]


def _is_alone(name: str) -> bool:
    """Whether a move leaves all but its case or paper as it was, and what everybody may do."""
    others = {IDS[one] for one in input_of(name).fields if one in IDS}
    return others.isdisjoint(STORED) and {*_moved_of(name).types} <= {*STORED}


def _moved_of(name: str) -> Moved:
    found = MUTATIONS[name]
    assert isinstance(found, Moved)
    return found


ALONE = [name for name in MOVES if _is_alone(name)]
WITH_OTHERS = [name for name in MOVES if name not in ALONE]


DRAWN = {"rotateWebhookSecret": "texts Webhook.secret"}
"""What a move draws and shows to whoever asked, this once."""


@dataclass(frozen=True)
class Answered:
    """What somebody was answered when he moved an object, or was refused that."""

    name: str
    type_name: str
    row_id: str
    reply: Reply

    @property
    def payload(self) -> Mapping[str, Any]:
        """The payload."""
        found: Mapping[str, Any] = self.reply.data["a0"]
        return found

    @property
    def is_done(self) -> bool:
        """Whether it was moved."""
        return not self.payload["errors"]

    @property
    def is_shown(self) -> bool:
        """Whether the object was shown."""
        return shown(self.payload) is not None


async def test_a_payload_shows_what_the_change_has_left_to_be_seen(
    own_house: Opens, request: pytest.FixtureRequest
) -> None:
    """In a run that asks some of the doors each mutation is called as each third of the people, the next one as others:
    what it makes of an object is shown to whoever it is by one function, under the rights that all doors ask."""
    each = EACH if request.config.getoption("--doors") == "some" else 1
    wrong: list[str] = []
    moved: list[Answered] = []
    lacking: set[tuple[str, ...]] = set()
    async with own_house() as house:
        for turn, role in enumerate([one.label for one in house.survey.askers]):
            alone = [one async for one in _moves(house, role, _called(ALONE, turn, each), wrong, lacking)]
            wrong += await _judged_now(house, role, alone)
            moved += alone
            async for one in _moves(house, role, _called(WITH_OTHERS, turn, each), wrong, lacking):
                wrong += await _judged_now(house, role, [one])
                moved.append(one)

    assert wrong == []
    # Enough has really happened, and some of it took the object out of sight.
    assert len({one.name for one in moved}) >= 12
    assert any(not one.is_shown for one in moved if _moved_of(one.name).shows)


def _called(names: list[str], turn: int, each: int) -> list[str]:
    """Which of some moves are called as whose turn it is: each so many-th, and those that everybody calls."""
    return [name for place, name in enumerate(names) if place % each == turn % each or name in CALLED_BY_ALL]


async def _judged_now(house: House, role: str, moved: Collection[Answered]) -> list[str]:
    """What is wrong with the answers to what was moved, by the rows as all of it has left them."""
    if moved:
        # Everybody of this town has another role: nobody has to be chosen among those of one.
        await house.read_again(all_accounts=True)
    return [one for answered in moved for one in _wrong(house, role, answered)]


async def _moves(
    house: House, role: str, names: Collection[str], wrong: list[str], lacking: set[tuple[str, ...]]
) -> AsyncIterator[Answered]:
    """Move what somebody can, what is moved alone once, and note what is wrong with a refusal; gives what was moved.

    For what an input lacks of a move, from a state, nobody else is refused: they would send the same, as in test_leaks.
    """
    done: set[str] = set()
    for name in names:
        for type_name, row_id in _chosen(house, house.asker(role), name, done):
            state = (name, type_name, str(house.survey.truth.by_type[type_name][row_id].get("status")))
            if state in lacking:
                continue
            found = Answered(name, type_name, row_id, await _moved(house, role, name, type_name, row_id))
            if found.is_done:
                done.update([row_id] if name in ALONE else [])
                yield found
                continue
            wrong += _wrong(house, role, found)
            if {one["code"] for one in found.payload["errors"]} == {"INVALID"}:
                lacking.add(state)


def _wrong(house: House, role: str, answered: Answered) -> list[str]:
    """What is wrong with an answer: it shows the object to whoever sees it, and nothing that the judge would not show."""
    asker, name = house.asker(role), answered.name
    is_seen = house.survey.truth.is_visible(asker, answered.type_name, answered.row_id)
    found = [
        one
        for one in _judged(house, asker, name, answered.reply)
        if one != f"{role} {name}: {DRAWN.get(name)}"
    ]
    if _moved_of(name).shows and answered.is_shown is not is_seen:
        found.append(f"{role} {name}: seen {is_seen}, shown {shown(answered.payload)}")
    return found


def _chosen(house: House, asker: Asker, name: str, done: Collection[str]) -> list[tuple[str, str]]:
    """Up to three objects that the asker sees and the mutation could move, in different states, and that are not done."""
    mutation, truth = _moved_of(name), house.survey.truth
    by_state: dict[tuple[str, str, str], tuple[str, str]] = {}
    for type_name, row in truth.rows(*mutation.types):
        if row["_id"] in done or not truth.is_visible(asker, type_name, row["_id"]):
            continue
        if _may_move(house, asker, name, row):
            state = (type_name, str(row.get("status")), str(row.get("is_sensitive")))
            by_state.setdefault(state, (type_name, row["_id"]))
    return list(by_state.values())[: MOST if step_of(name) in STEPS else 1]


def _may_move(house: House, asker: Asker, name: str, row: Row) -> bool:
    """Whether the words of the matrix let somebody move an object, in the state that it is in: what is refused for want of a
    right, test_leaks asks."""
    step = step_of(name)
    for of, steps in STEPS_OF.items():
        if step in steps:
            return row["_id"] in waiting(house.survey.truth, asker, step, of=of)
    actions = declared_at(name, mutation_fields()[name]).actions
    return not actions or any(rights.may(asker.person, one.value, row) for one in actions)


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
