"""What stands in a printed protocol, or in an extract from one, in the office form (§2.6 of the domain): composed once,
set in two formats. Pure: who asks was let in before."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from documents.kernel.calendar import Calendar
from documents.meetings.rules import AWAY
from documents.printing.letter import DAY, initialled

Row = Mapping[str, Any]
Lines = tuple[str, ...]

CENTER = "Муниципальный центр управления"
ABSENTEE_PLACE = "заочное голосование"

CAPACITIES: Mapping[str, str] = {
    "CURATOR": "куратор МЦУ",
    "ACTING": "руководитель МЦУ, исполняющий обязанности куратора",
}
"""Capacity of who chairs or signs → how it is printed (invariant 4)."""

FORMS: Mapping[str, str] = {"IN_PERSON": "очного заседания", "ABSENTEE": "заочного заседания"}

CORRECTED = "К протоколу подписано исправление: протокол {}."
BY_VOTES = "Голосовали: «за» — {in_favour}, «против» — {against}, «воздержались» — {abstained}."


@dataclass(frozen=True)
class PrintedOrder:
    """An assignment that a decision orders: what, by whom, with whom, until when; empty where there is nothing."""

    text: str
    responsible: str
    together: str
    term: str


@dataclass(frozen=True)
class PrintedDecision:
    """One decision with its number, its votes where they were counted, and what it orders."""

    no: str
    text: Lines
    votes: str
    orders: tuple[PrintedOrder, ...]


@dataclass(frozen=True)
class PrintedItem:
    """One question: who was heard, who spoke, what was decided."""

    no: str
    title: str
    heard: Lines
    spoke: Lines
    decisions: tuple[PrintedDecision, ...]


@dataclass(frozen=True)
class PrintedGroup:
    """People under a heading: who chaired, who was there, who was not."""

    heading: str
    people: Lines


@dataclass(frozen=True)
class PrintedProtocol:
    """All the words of a protocol or of an extract, in the order in which they stand; empty where there are none."""

    body_above: str
    body: str
    kind: str
    subject: str
    place: str
    on: str
    number: str
    groups: tuple[PrintedGroup, ...]
    agenda: Lines
    items: tuple[PrintedItem, ...]
    dissents: Lines
    signer_position: str
    signer_name: str
    signed: str
    certified: str
    fingerprint: str
    notes: Lines = ()
    attached: Lines = ()

    @property
    def name(self) -> str:
        """What the document is called as a file."""
        numbered = f" № {self.number}" if self.number else ""
        return f"{self.kind}{numbered} от {self.on}"


@dataclass(frozen=True)
class Surroundings:
    """What a protocol is printed with: its meeting (None: not known), the people whom it names as they were called, the
    name of the administration, the calendar of the district, the protocol that it corrects, and errata signed to it."""

    meeting: Row | None
    people: Mapping[str, Row]
    body_above: str
    calendar: Calendar
    corrects: Row | None = None
    errata: Sequence[Row] = ()


def protocol_of(protocol: Row, around: Surroundings) -> PrintedProtocol:
    """Return a protocol as it is printed; one that is not signed is a draft and says so."""
    is_signed = protocol["number"] is not None
    named = _Named(around.people)
    items = protocol["items"]
    return PrintedProtocol(
        body_above=around.body_above,
        body=CENTER,
        kind="Протокол" if is_signed else "Проект протокола",
        subject=_subject(protocol, around.corrects),
        place=protocol["place"] or (ABSENTEE_PLACE if protocol["form"] == "ABSENTEE" else ""),
        on=_day(protocol["date"]),
        number=str(protocol["number"]) if is_signed else "",
        groups=tuple(_groups(protocol, around, named)),
        agenda=tuple(_agenda(items, around.meeting, named)),
        items=tuple(_item(one, named) for one in items),
        dissents=tuple(_dissents(protocol.get("dissents") or ())),
        signer_position=_capitalized(CAPACITIES.get(protocol["signer_capacity"] or "", "")),
        signer_name=initialled(named.full_name(protocol["signed_by_id"])),
        signed=_signed(protocol, around.calendar),
        certified="",
        fingerprint=f"SHA-256 содержания: {protocol['content_hash']}" if protocol["content_hash"] else "",
        notes=tuple(CORRECTED.format(_numbered(one)) for one in around.errata),
        attached=tuple(_attached(protocol.get("attachments") or ())),
    )


def _subject(protocol: Row, corrects: Row | None) -> str:
    if corrects is not None:
        return f"об исправлении протокола {_numbered(corrects)}"
    return f"{FORMS[protocol['form']]} № {protocol['meeting_number']}"


def _numbered(protocol: Row) -> str:
    return f"№ {protocol['number']} от {_day(protocol['date'])}"


def extract_of(protocol: Row, around: Surroundings, *person_ids: str) -> PrintedProtocol | None:
    """Return the extract for one official: the questions and decisions that order something of him, or of the one whom he
    takes over from; None where none does."""
    items = [kept for one in protocol["items"] if (kept := _for(one, person_ids)) is not None]
    if not items:
        return None
    whole = protocol_of({**protocol, "items": items, "dissents": ()}, around)
    named = _Named(around.people)
    secretary = initialled(named.full_name(protocol["secretary_id"]))
    return PrintedProtocol(
        **{
            **vars(whole),
            "kind": "Выписка из протокола",
            "groups": tuple(one for one in whole.groups if one.heading in (CHAIR, SECRETARY)),
            "agenda": (),
            "attached": (),
            "certified": f"Выписка верна. Секретарь {secretary}".rstrip(),
        }
    )


def _for(item: Row, person_ids: Collection[str]) -> Row | None:
    decisions = [
        {**decision, "assignments": ordered}
        for decision in item["decisions"]
        if (ordered := [one for one in decision["assignments"] if _concerns(one, person_ids)])
    ]
    return {**item, "decisions": decisions, "heard": None, "spoke": ()} if decisions else None


def _concerns(ordered: Row, person_ids: Collection[str]) -> bool:
    return any(one in person_ids for one in (ordered["responsible_id"], *ordered["co_executor_ids"]))


CHAIR, SECRETARY = "Председательствующий", "Секретарь"
MEETING_GROUPS = ("Присутствовали", "Отсутствовали")
ABSENTEE_GROUPS = ("Участвовали в голосовании", "Не голосовали")
"""How the members are headed who took part, and those who did not: nobody is present where votes come in writing."""


class _Named:
    """The people whom a protocol names, as they are written."""

    def __init__(self, people: Mapping[str, Row]) -> None:
        self._people = people

    def full_name(self, person_id: str | None) -> str:
        row = self._people.get(person_id or "")
        return str(row["full_name"]) if row else ""

    def written(self, person_id: str | None) -> str:
        """Name and post: «Петров Пётр Петрович, начальник отдела»."""
        row = self._people.get(person_id or "")
        return ", ".join(one for one in (row["full_name"], row.get("position")) if one) if row else ""


def _groups(protocol: Row, around: Surroundings, named: _Named) -> Iterator[PrintedGroup]:
    meeting = around.meeting or {"participants": (), "chair_capacity": None}
    called = meeting["participants"] or [
        {"person_id": one, "kind": "MEMBER"} for one in protocol["participant_ids"]
    ]
    if around.corrects is not None:
        # Nobody met for an erratum.
        called = []
    chair = named.written(protocol["chair_id"])
    capacity = CAPACITIES.get(meeting["chair_capacity"] or "")
    is_absentee = protocol["form"] == "ABSENTEE"
    missing = _silent(called, meeting) if is_absentee else _away(called)
    there = [one for one in called if one not in missing]
    taking_part, not_taking = ABSENTEE_GROUPS if is_absentee else MEETING_GROUPS
    found = (
        (CHAIR, [_with_notes(chair, [capacity] if capacity else [])]),
        (SECRETARY, [named.written(protocol["secretary_id"])]),
        (taking_part, [_present(one, named) for one in there if one["kind"] == "MEMBER"]),
        (not_taking, [_absent(one, named) for one in missing]),
        ("Приглашённые", [_present(one, named) for one in there if one["kind"] != "MEMBER"]),
    )
    for heading, people in found:
        lines = tuple(one for one in people if one)
        if lines:
            yield PrintedGroup(heading, lines)


def _away(called: Sequence[Row]) -> list[Row]:
    """Who did not come."""
    return [one for one in called if one.get("attendance") in AWAY]


def _silent(called: Sequence[Row], meeting: Row) -> list[Row]:
    """The members who cast no ballot, so took no part (§2.6 of the domain); nobody where no ballot is known."""
    cast = {one["person_id"] for one in meeting.get("ballots") or ()}
    return [one for one in called if cast and one["kind"] == "MEMBER" and one["person_id"] not in cast]


def _present(participant: Row, named: _Named) -> str:
    notes = [
        word
        for word, holds in (
            ("дистанционно", participant.get("attendance") == "REMOTE"),
            ("с опозданием", participant.get("is_late")),
        )
        if holds
    ]
    return _with_notes(named.written(participant["person_id"]), notes)


def _absent(participant: Row, named: _Named) -> str:
    reason = participant.get("absence_reason")
    return _with_notes(named.written(participant["person_id"]), [reason] if reason else [])


def _with_notes(name: str, notes: Sequence[str]) -> str:
    return f"{name} ({', '.join(notes)})" if name and notes else name


def _agenda(items: Sequence[Row], meeting: Row | None, named: _Named) -> Iterator[str]:
    planned = {one["title"]: one for one in (meeting or {}).get("agenda") or ()}
    for item in items:
        speaker = named.written(planned.get(item["title"], {}).get("speaker_id"))
        said = f" Докладчик: {speaker}." if speaker else ""
        yield f"{item['order']}. {item['title'].rstrip('.')}.{said}"


def _item(item: Row, named: _Named) -> PrintedItem:
    return PrintedItem(
        no=str(item["order"]),
        title=item["title"],
        heard=_paragraphs(item["heard"]),
        spoke=tuple(line for one in item["spoke"] for line in _paragraphs(one)),
        decisions=tuple(_decision(one, named) for one in item["decisions"]),
    )


def _decision(decision: Row, named: _Named) -> PrintedDecision:
    votes = decision["votes"]
    return PrintedDecision(
        no=f"{decision['no']}.",
        text=(*_paragraphs(decision["text"]), *_cancelled(decision.get("cancels") or ())),
        votes=BY_VOTES.format(**votes) if votes else "",
        orders=tuple(_order(one, named) for one in decision["assignments"]),
    )


def _cancelled(cancels: Sequence[Row]) -> Iterator[str]:
    """What a decision cancels, by the numbers under which it was issued."""
    if cancels:
        numbers = ", ".join(f"№ {one['number']}" for one in cancels)
        yield f"{'Отменяются поручения' if len(cancels) > 1 else 'Отменяется поручение'}: {numbers}."


def _order(ordered: Row, named: _Named) -> PrintedOrder:
    helpers = [named.written(one) for one in ordered["co_executor_ids"]]
    term = f"до {_day(ordered['due_on'])}" if ordered["due_on"] else ordered["recurrence"] or ""
    return PrintedOrder(
        text=ordered["text"],
        responsible=named.written(ordered["responsible_id"]),
        together="; ".join(one for one in helpers if one),
        term=term,
    )


def _dissents(dissents: Iterable[Row]) -> Iterator[str]:
    for one in dissents:
        yield f"По вопросу {one['order']}. {one['full_name']}: {' '.join(_paragraphs(one['text']))}"


def _attached(files: Iterable[Row]) -> Iterator[str]:
    for number, one in enumerate(files, start=1):
        said = f" — {one['caption']}" if one["caption"] else ""
        yield f"{number}. {one['name']}{said}"


def _paragraphs(text: str | None) -> Lines:
    return tuple(line for line in map(str.strip, (text or "").splitlines()) if line)


def _signed(protocol: Row, calendar: Calendar) -> str:
    moment = protocol["signed_at"]
    return f"Подписан {calendar.local(moment):{DAY}}" if moment is not None else ""


def _capitalized(text: str) -> str:
    return text[:1].upper() + text[1:]


def _day(text: str) -> str:
    return f"{date.fromisoformat(str(text)):{DAY}}"
