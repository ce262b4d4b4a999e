"""The text of a protocol as it is written: numbering, limits of length, and the officials it names."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from auth.errors import InactiveTarget, Invalid, Problem
from documents.kernel.read.reference import Snapshot
from documents.meetings.document import AgendaItem, Meeting
from documents.meetings.rules import VoteOutcome
from documents.protocols.document import Item
from documents.protocols.rules import VOTES

TEXT_LIMIT = 20_000
TITLE_LIMIT = 1_000
ITEMS_LIMIT = 100

NOT_ADOPTED = "Предложенное решение не принято."

Row = Mapping[str, Any]
Path = tuple[str, ...]


def written_items(
    snapshot: Snapshot, items: Sequence[Row], numbers: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return the items as they are stored: questions and decisions numbered, an official's organization filled in, what is
    cancelled with its number."""
    return [
        Item(
            order=order,
            title=item["title"],
            heard=item.get("heard"),
            spoke=list(item.get("spoke") or ()),
            decisions=[
                {
                    "no": f"{order}.{number}",
                    "text": decision["text"],
                    "votes": decision.get("votes"),
                    "assignments": [_ordered(snapshot, one) for one in decision.get("assignments") or ()],
                    "cancels": [
                        {"assignment_id": one, "number": numbers[one]}
                        for one in decision.get("cancels_ids") or ()
                    ],
                }
                for number, decision in enumerate(item.get("decisions") or (), start=1)
            ],
        ).model_dump()
        for order, item in enumerate(items, start=1)
    ]


def _ordered(snapshot: Snapshot, ordered: Row) -> dict[str, Any]:
    responsible = snapshot.row("persons", ordered["responsible_id"])
    own = responsible["organization_id"] if responsible else None
    due_on = ordered.get("due_on")
    return {
        "text": ordered["text"],
        "responsible_id": ordered["responsible_id"],
        "organization_id": ordered.get("organization_id") or own,
        "co_executor_ids": list(ordered.get("co_executor_ids") or ()),
        "due_on": str(due_on) if due_on is not None else None,
        "recurrence": ordered.get("recurrence"),
    }


def items_of_agenda(meeting: Meeting) -> list[dict[str, Any]]:
    """Return the items that a meeting's agenda begins a protocol with: who was heard and spoke, and the draft decision with
    its votes as the first one."""
    return [
        Item(
            order=order,
            title=question.title,
            heard="\n".join(_speeches(question, is_speaker=True))[:TEXT_LIMIT] or None,
            spoke=_speeches(question, is_speaker=False),
            decisions=[_proposed(order, question)] if question.draft_decision else [],
        ).model_dump()
        for order, question in enumerate(sorted(meeting.agenda, key=lambda one: one.order), start=1)
    ]


def _speeches(question: AgendaItem, *, is_speaker: bool) -> list[str]:
    """What its speaker said, or what the others did: «ФИО — краткое содержание»."""
    said = (one for one in question.heard if (one.person_id == question.speaker_id) is is_speaker)
    return [f"{one.full_name} — {one.summary}"[:TEXT_LIMIT] for one in said]


def _proposed(order: int, question: AgendaItem) -> dict[str, Any]:
    voted = question.voted
    was_rejected = voted is not None and voted.outcome == VoteOutcome.REJECTED
    return {
        "no": f"{order}.1",
        "text": NOT_ADOPTED if was_rejected else question.draft_decision,
        "votes": {name: getattr(voted, name) for name in VOTES} if voted is not None else None,
    }


def text_problems(items: Sequence[Row]) -> Iterable[Problem]:
    """Yield what is too long or missing in items as they came in; the gaps of a draft are no problem here."""
    if len(items) > ITEMS_LIMIT:
        yield Invalid("too_many", path=("items",), limit=ITEMS_LIMIT)
    for path, value, limit in _texts(items):
        if value is not None and len(value) > limit:
            yield Invalid("too_long", path=path, limit=limit)
    for index, item in enumerate(items):
        if not item["title"].strip():
            yield Invalid("required", path=("items", str(index), "title"))


def _texts(items: Sequence[Row]) -> Iterator[tuple[Path, str | None, int]]:
    for at, item in enumerate(items):
        place = ("items", str(at))
        yield (*place, "title"), item["title"], TITLE_LIMIT
        yield (*place, "heard"), item.get("heard"), TEXT_LIMIT
        for index, spoken in enumerate(item.get("spoke") or ()):
            yield (*place, "spoke", str(index)), spoken, TEXT_LIMIT
        for number, decision in enumerate(item.get("decisions") or ()):
            inside = (*place, "decisions", str(number))
            yield (*inside, "text"), decision["text"], TEXT_LIMIT
            for index, ordered in enumerate(decision.get("assignments") or ()):
                yield (*inside, "assignments", str(index), "text"), ordered["text"], TEXT_LIMIT
                yield (
                    (*inside, "assignments", str(index), "recurrence"),
                    ordered.get("recurrence"),
                    TITLE_LIMIT,
                )


def checked_people(snapshot: Snapshot, items: Sequence[Row]) -> list[Problem]:
    """Return problems with officials and organizations that assignments name: unknown, or taking no new work (invariant
    26)."""
    found: list[Problem] = []
    for at, item in enumerate(items):
        for number, decision in enumerate(item["decisions"]):
            for index, ordered in enumerate(decision["assignments"]):
                path = ("items", str(at), "decisions", str(number), "assignments", str(index))
                found.extend(_people(snapshot, path, ordered))
    return found


def _people(snapshot: Snapshot, path: Path, ordered: Row) -> Iterator[Problem]:
    named = [((*path, "responsibleId"), ordered["responsible_id"])]
    helpers = enumerate(ordered["co_executor_ids"])
    named += [((*path, "coExecutorIds", str(index)), one) for index, one in helpers]
    for place, person_id in named:
        person = snapshot.row("persons", person_id)
        if person is None:
            yield Invalid("unknown_person", path=place)
        elif not person["is_active"]:
            yield InactiveTarget(path=place)
    if ordered["organization_id"] is None:
        return
    body = snapshot.row("organizations", ordered["organization_id"])
    if body is None:
        yield Invalid("unknown_organization", path=(*path, "organizationId"))
    elif body["state"] != "ACTIVE":
        yield InactiveTarget(path=(*path, "organizationId"))
