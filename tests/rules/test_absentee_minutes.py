"""Who is named in the protocol of a meeting at which nobody is present."""

from dataclasses import replace
from typing import Any

from documents.printing.minutes import protocol_of
from tests.rules.test_minutes import AROUND, MEETING, PROTOCOL


def test_of_an_absentee_meeting_those_took_part_who_cast_a_ballot() -> None:
    members = [{"person_id": one, "kind": "MEMBER"} for one in ("curator", "head", "roads")]
    called = [*members, {"person_id": "guest", "kind": "INVITEE"}]
    ballots = [{"person_id": one} for one in ("curator", "head", "head")]

    def grouped(**given: Any) -> dict[str, list[str]]:
        around = replace(AROUND, meeting={**MEETING, "participants": called, **given})
        groups = protocol_of({**PROTOCOL, "form": "ABSENTEE"}, around).groups[2:]
        return {one.heading: [each.split()[0] for each in one.people] for one in groups}

    assert grouped(ballots=ballots) == {
        "Участвовали в голосовании": ["Карпов", "Белова"],
        "Не голосовали": ["Громов"],
        "Приглашённые": ["Сычёв"],
    }
    # Told by the command line, perhaps: nobody is said to have kept silent.
    assert list(grouped()) == ["Участвовали в голосовании", "Приглашённые"]
