"""Meetings as a calendar program reads them (RFC 5545): when, where and what about; no name, no address of people."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from icalendar import Calendar, Event

from documents.meetings.rules import MeetingStatus
from documents.privacy.redaction import redact

MEDIA_TYPE = "text/calendar; charset=utf-8"
USUAL_MINUTES = 60
"""How long a meeting is taken to last whose items say nothing of it."""

SHOWN_FIELDS = frozenset(
    {"number", "title", "status", "form", "planned_at", "place", "voting_from", "voting_to", "agenda",
     "updated_at", "revision"}
)  # fmt: skip
"""What is read of a meeting."""

STATUS: Mapping[str, str] = {
    MeetingStatus.DRAFT: "TENTATIVE",
    MeetingStatus.CANCELLED: "CANCELLED",
    MeetingStatus.NOT_HELD: "CANCELLED",
}
"""State → how a calendar shows it; every other one is agreed on."""

WORDS: Mapping[str, str] = {"IN_PERSON": "Заседание МЦУ", "ABSENTEE": "Заочное голосование МЦУ"}

Row = Mapping[str, Any]


def calendar_file(meetings: Iterable[Row], *, host: str) -> bytes:
    """Return a calendar of these meetings; `host` makes their names in it unlike those of other servers."""
    calendar = Calendar()
    calendar.add("prodid", "-//Pult//Meetings//RU")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Заседания МЦУ")
    for row in meetings:
        calendar.add_component(_event(row, host))
    return bytes(calendar.to_ical())


def _event(row: Row, host: str) -> Event:
    begins, ends = _hours(row)
    event = Event()
    event.add("uid", f"meeting-{row['number']}@{host}")
    event.add("dtstamp", _utc(row["updated_at"]))
    event.add("last-modified", _utc(row["updated_at"]))
    # A program takes over what has a greater number, and what was moved replaces what stood there.
    event.add("sequence", row["revision"])
    event.add("dtstart", _utc(begins))
    event.add("dtend", _utc(ends))
    event.add("summary", f"{WORDS[row['form']]} {row['number']}: {redact(row['title'])}")
    event.add("status", STATUS.get(row["status"], "CONFIRMED"))
    # Who votes from afar is not busy meanwhile.
    event.add("transp", "TRANSPARENT" if row["form"] == "ABSENTEE" else "OPAQUE")
    if row["place"]:
        event.add("location", row["place"])
    return event


def _hours(row: Row) -> tuple[datetime, datetime]:
    begins = row["voting_from"] or row["planned_at"]
    if row["form"] == "ABSENTEE" and row["voting_to"] is not None:
        return begins, row["voting_to"]
    minutes = sum(one.get("minutes") or 0 for one in row["agenda"])
    return row["planned_at"], row["planned_at"] + timedelta(minutes=minutes or USUAL_MINUTES)


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC)
