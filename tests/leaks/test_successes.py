"""What succeeds tells no more than what is refused: payloads under the rights that the change itself has left."""

import itertools
from collections.abc import AsyncIterator
from typing import Any

import pytest

from api.leaks.selection import everything
from documents.kernel.ids import global_id
from documents.kernel.names import camel
from tests.leaks import checks
from tests.leaks.calls import MOVING, WITHOUT_REVISION, mutating, shown_by
from tests.leaks.secrets_planted import Planted, Subject
from tests.leaks.town_planted import LOGINS, asking
from tests.leaks.world import Answer, World, found_world
from tests.policy import oracle
from tests.support.store import own

COLLECTIONS = {
    **dict.fromkeys(checks.CASES, "cases"),
    "Protocol": "protocols",
    "Assignment": "assignments",
    "CuratorAbsence": "absences",
    "Membership": "memberships",
    "Person": "persons",
    "UserAccount": "accounts",
    "Client": "accounts",
}
DESK_CHANNELS = {"PO": "epgu", "IO": "vk", "IP": "page-comments", "RG": "phone", "HD": "post"}
"""Who may register → a channel of his desk."""


@pytest.fixture(scope="module")
async def written(store_url: str) -> AsyncIterator[World]:
    """A world of its own, in which things change."""
    built = await found_world(store_url, own("leaks_written"))
    yield built
    await built.town.store.drop()
    await built.town.store.close()


async def test_a_payload_shows_what_the_change_has_left_to_be_seen(written: World) -> None:
    wrong, succeeded, out_of_sight = [], set(), 0
    for login, name in itertools.product(LOGINS, [name for name in MOVING if name not in WITHOUT_REVISION]):
        person = asking(login)
        for target in _chosen(written, person, name):
            answer = await _moved(written, login, name, target)
            payload = answer.data["a0"]
            shown = next(value for key, value in payload.items() if key not in ("errors", "__typename"))
            succeeded |= set() if payload["errors"] else {name}
            out_of_sight += 0 if payload["errors"] or shown else 1
            if bool(shown) != target.is_seen_by(person):
                wrong.append(f"{login} {name}: shown {bool(shown)}, seen {target.is_seen_by(person)}")
            wrong += [f"{login} {name}: {one}" for one in checks.told(written, answer, person)]
            wrong += [f"{login} {name}: {one}" for one in checks.hidden(written, answer, person)]

    assert wrong == []
    # Enough has really happened, and some of it took the object out of sight.
    assert len(succeeded) >= 12, sorted(succeeded)
    assert out_of_sight >= 1


def _chosen(world: World, person: oracle.Person, name: str) -> list[Planted]:
    """Up to three of the objects that the person sees and the mutation could move, in different states."""
    by_state: dict[str, Planted] = {}
    for one in world.of(*MOVING[name], where=lambda planted: planted.is_seen_by(person)):
        by_state.setdefault(str(one.document.get("status")), one)
    return list(by_state.values())[:4]


async def _moved(world: World, login: str, name: str, target: Planted) -> Answer:
    """Move an object as it is now; what the oracle knows of it is read again afterwards."""
    rows = world.town.store.collection(COLLECTIONS[target.type_name])
    row = await rows.find_one({"_id": target.record_id})
    assert row is not None
    document, inputs = mutating(name, [target.global_id])
    inputs["i0"] = {**inputs["i0"], "expectedRevision": row["revision"]}
    answer = await world.ask(login, document, **inputs)
    _learn(target, await rows.find_one({"_id": target.record_id}))
    return answer


def _learn(target: Planted, row: Any) -> None:
    assert isinstance(target.document, dict)
    known = """status channel_id sector_id recipient_id assignee_id co_assignee_ids is_sensitive creator_id system_id
    responsible_id organization_id secretary_id participant_ids""".split()
    target.document.update({key: row[key] for key in known if key in row})


@pytest.mark.parametrize(("login", "is_sensitive"), list(itertools.product(DESK_CHANNELS, (False, True))))
async def test_what_one_has_just_registered_is_shown_by_the_rights_on_it(
    written: World, login: str, is_sensitive: bool
) -> None:
    document = {"resource": "case", "kind": "MESSAGE", "is_sensitive": is_sensitive, "status": "NEW"}
    planted = Planted("Message", f"new-{login}-{is_sensitive}", document)
    subject = Subject(written.secrets, planted)
    given = {
        "regime": "MESSAGE",
        "channelId": global_id("Channel", DESK_CHANNELS[login]),
        "text": subject.free_text("text"),
        "isSensitive": is_sensitive,
        "location": {"street": "Ленина", "flat": subject.withheld("location.flat")},
        "applicant": {"fullName": subject.nobodys("full name"), "address": subject.nobodys("address")},
    }
    payload = shown_by("registerSubmission")
    answer = await written.ask(
        login,
        f"mutation($input: RegisterSubmissionInput!) {{ registerSubmission(input: $input) {everything(payload)} }}",
        input=given,
    )
    assert answer.data["registerSubmission"]["errors"] == []
    rows = written.town.store.collection("cases")
    row = await rows.find_one({"location.flat": given["location"]["flat"]})  # type: ignore[index]
    _learn(planted, row)
    person = asking(login)
    shown = answer.data["registerSubmission"]["submission"]

    assert checks.told(written, answer, person) == []
    assert set(shown["hiddenFields"]) == {camel(one) for one in planted.hidden_from(person)}
    visible = {
        text for text in written.secrets.found_in(str(given)) if written.secrets.by_text[text].seen(person)
    }
    assert visible <= written.secrets.found_in(answer.raw)
