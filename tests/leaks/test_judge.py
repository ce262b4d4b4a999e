"""The second opinion by itself: what a substitute and a partner's client see, said without the policy."""

from api.leaks import rights
from api.leaks.rights import RightsHolder, Seat

OF_THE_ABSENT = {"resource": "case", "kind": "MESSAGE", "assignee_id": "absent"}


def test_a_substitute_sees_what_the_absent_one_is_responsible_for() -> None:
    assert not rights.reaches(RightsHolder((Seat("AS"),)), "submission.read", OF_THE_ABSENT)
    substitute = RightsHolder((Seat("AS", stands_in_for="absent"),))
    assert rights.reaches(substitute, "submission.read", OF_THE_ABSENT)
    draft = {"resource": "assignment", "status": "DRAFT", "responsible_id": "absent"}
    assert not rights.reaches(substitute, "assignment.read", draft)


def test_a_substitute_writes_the_protocol_but_takes_part_in_nothing() -> None:
    protocol = {"resource": "protocol", "status": "IN_REVIEW", "secretary_id": "absent"}
    substitute = RightsHolder((Seat("MB", stands_in_for="absent"),))
    assert rights.reaches(substitute, "protocol.read", protocol)
    discussed = {**protocol, "secretary_id": "somebody", "participant_ids": ["absent"]}
    assert not rights.reaches(substitute, "protocol.read", discussed)


def test_a_client_reaches_nothing_that_it_was_not_registered_for() -> None:
    case = {"resource": "case", "kind": "INCIDENT", "system_id": "ours"}
    seats = (Seat("IN", system="ours"),)
    both = RightsHolder(seats, person_id=None, registered=frozenset({"incident.read"}))
    assert rights.reaches(both, "incident.read", case)
    assert not rights.ever(both, "submission.read")
    assert not rights.reaches(
        RightsHolder(seats, person_id=None, registered=frozenset()), "incident.read", case
    )
