"""The doors that show or seek plain personal data: open to whom the matrix opens them, for a reason where it says so."""

from collections.abc import Iterable, Mapping
from typing import Any

from documents.kernel.names import camel
from tests.leaks.papers_planted import SHARED_EMAIL, SHARED_PHONE
from tests.leaks.secrets_planted import Planted
from tests.leaks.town_planted import asking
from tests.leaks.world import World
from tests.policy import oracle

CONTACTS = ("full_name", "phone", "email", "address")
REASON = "Звонок заявителю по его просьбе"
SELECTION = "{ revealed { fullName phone email address text } errors { code } }"
FORBIDDEN = frozenset({"NOT_FOUND", "FORBIDDEN"})


def may_reveal(person: oracle.Person, planted: Planted, *, text: bool, without_reason: bool = False) -> bool:
    """Whether the matrix lets this person see the contacts, or the text, of a case."""
    asked = ["applicant.read"]
    if text and planted.document["is_sensitive"]:
        asked.append("case.read_sensitive_text")
    return planted.is_seen_by(person) and all(
        oracle.reaches(person, action, planted.document, without_reason=without_reason) for action in asked
    )


async def reveals(world: World, login: str) -> list[str]:
    """Contacts of every message and text of every case: shown by the words of the matrix, refused without a trace."""
    wrong: list[str] = []
    messages, others = world.of("Message"), world.of("Message", "Incident")
    for cases, fields in ((messages, [one.upper() for one in CONTACTS]), (others, ["TEXT"])):
        for reason in (REASON, None):
            wrong += await _revealed(world, login, cases, fields, reason)
    return wrong


async def _revealed(
    world: World, login: str, cases: Iterable[Planted], fields: list[str], reason: str | None
) -> list[str]:
    person, found = asking(login), list(cases)
    inputs = {
        f"i{number}": {"id": one.global_id, "fields": fields, "reason": reason}
        for number, one in enumerate(found)
    }
    declared = ", ".join(f"${name}: RevealApplicantInput!" for name in inputs)
    calls = " ".join(f"{name}: revealApplicant(input: ${name}) {SELECTION}" for name in inputs)
    lines = world.town.store.collection("personal_data_accesses")
    before = await lines.count_documents({})
    answer = await world.ask(login, f"mutation({declared}) {{ {calls} }}", **inputs)
    text, wrong, shown_number = fields == ["TEXT"], [], 0
    for name, one in zip(inputs, found, strict=True):
        payload = answer.data[name]
        shown, codes = payload["revealed"], {error["code"] for error in payload["errors"]}
        shown_number += shown is not None
        may = may_reveal(person, one, text=text)
        expected = may_reveal(person, one, text=text, without_reason=reason is None)
        if (shown is not None) != expected:
            wrong.append(
                f"{login} {'is not' if expected else 'is'} shown {fields} of {one.record_id}, {reason}"
            )
        if shown is None and not codes <= (FORBIDDEN if not may else {"INVALID"}):
            wrong.append(f"{login} is refused {one.record_id} with {sorted(codes)}")
        if shown is not None and not text:
            wrong += _other_than_planted(world, one, shown)
    if await lines.count_documents({}) - before != shown_number:
        wrong.append(f"{login}: {shown_number} reveals are not as many lines of the log")
    return wrong


def _other_than_planted(world: World, planted: Planted, shown: Mapping[str, Any]) -> list[str]:
    places = {
        one.place: text for text, one in world.secrets.by_text.items() if one.about == planted.record_id
    }
    expected = {camel(name): places[f"case.plain {name}"] for name in CONTACTS} | {"text": None}
    return [] if shown == expected else [f"{planted.record_id} reveals {shown}, not {expected}"]


async def contacts(world: World, login: str) -> list[str]:
    """A filter by a contact that every applicant has finds the cases whose plain data may be seen without a reason."""
    person, wrong = asking(login), []
    expected = {
        one.global_id
        for one in world.of("Message", "Appeal")
        if oracle.reaches(person, "applicant.read", one.document, without_reason=True)
    }
    for name, value in (("applicantPhone", SHARED_PHONE), ("applicantEmail", SHARED_EMAIL)):
        for listed in ("cases", "submissions"):
            answer = await world.ask(
                login,
                f'{{ {listed}(first: 100, filter: {{{name}: "{value}"}}) {{ nodes {{ id }} totalCount {{ value }} }} }}',
            )
            page = answer.data[listed]
            if not expected and answer.codes != ["FILTER_FORBIDDEN"]:
                wrong.append(f"{login} may seek by {name} in {listed}")
            found = {one["id"] for one in page["nodes"]} if page else set()
            if found != expected or (page and page["totalCount"]["value"] != len(expected)):
                wrong.append(f"{login} finds {len(found)} by {name} in {listed}, not {len(expected)}")
    return wrong
