"""The decree's data are whole, and the demo municipality is one that the decree would allow."""

import hashlib
import itertools
import re
import time
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from auth.roles import DECREE_ROLES, Role
from documents.aggregates import RECORDS
from documents.cases.deadlines import choose_policy
from documents.cases.vocabulary import CaseKind, ChannelKind, DismissalReason, RejectionReason
from documents.center.calendars import calendar_of
from documents.center.settings import setting
from documents.container import open_container
from documents.kernel.store.connection import StoreSettings, open_store
from documents.kernel.write.runner import Request
from documents.loading.operations import LOADED, load_rows
from documents.members.rules import appointment_problems, forbidden_pair, works_in_administration
from seed.decree import records as decree
from seed.decree.reasons import DISMISSAL_REASONS, REJECTION_REASONS, REWORK_REASONS, ROUTING_RETURN_REASONS
from seed.decree.roles import ROLES
from seed.municipality import records as municipality
from seed.municipality.organizations import CLOSED
from seed.municipality.people import APPOINTED_AT, LOGINS
from seed.municipality.settlements import WHERE
from tests.support.store import own

KINDS = {record.collection_name(): record for record in LOADED}

REFERS = {
    "parent_id": "organizations",
    "organization_id": "organizations",
    "default_recipient_id": "organizations",
    "person_id": "persons",
    "legal_act_id": "legal_acts",
    "group_id": "topic_groups",
    "sector_id": "sectors",
    "sector_ids": "sectors",
    "topic_ids": "topics",
    "settlement_ids": "settlements",
    "channel_ids": "channels",
    "recipient_id": "organizations",
    "assignee_id": "persons",
    "policy_code": "deadline_policies",
}

DUTIES = {
    Role.CENTER_COORDINATOR: ("III.4.1", 3),
    Role.CURATOR: ("III.4.2", 3),
    Role.CENTER_HEAD: ("III.4.3", 5),
    Role.POS_OFFICER: ("III.4.4", 6),
    Role.INCIDENT_OFFICER: ("III.4.5", 4),
    Role.INFORMATION_POLICY_OFFICER: ("III.4.6", 5),
    Role.SECTOR_LEAD: ("III.4.7", 8),
    Role.MEMBER: ("III.3", 3),
}
"""Role → its clause and how many indents the clause has."""

TOPICS = {
    "education": 14,
    "social": 13,
    "housing": 15,
    "waste": 11,
    "roads": 14,
    "transport": 11,
    "energy": 10,
    "outside": 7,
}

CONTRACT_LOGINS = (
    "coordinator curator head pos incident info lead.education lead.social lead.housing lead.waste lead.roads "
    "lead.transport lead.energy member recipient.coordinator recipient.head assignee leadership registrar admin"
).split()

SIGNATORY = "f9539f8846d44b6ea3886da2517abf9229b6816e83c04ac2f543fb57579ce151"
"""Digest of the first eight letters of the surname, in small letters: it shall stand nowhere, here neither."""


def everything() -> list[tuple[str, dict[str, Any]]]:
    return [*decree.rows(), *municipality.rows()]


def stored(collection: str) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for name, row in everything() if name == collection}


def holders(role: Role) -> list[dict[str, Any]]:
    return [row for row in stored("memberships").values() if row["role"] == role]


def test_ids_are_unique_within_a_collection() -> None:
    repeated = [
        key for key, times in Counter((name, row["id"]) for name, row in everything()).items() if times > 1
    ]
    assert repeated == []


def test_every_row_has_only_fields_of_its_document_and_all_it_must_have() -> None:
    for collection, row in everything():
        fields = KINDS[collection].model_fields
        must = {name for name, field in fields.items() if field.is_required()} - {"updated_at"}
        assert set(row) <= set(fields), row
        assert must <= set(row), row


def test_every_reference_resolves() -> None:
    known = {name: set(stored(name)) for name in {*REFERS.values()}}
    for _, row in everything():
        for field, collection in REFERS.items():
            value = row.get(field)
            named = value if isinstance(value, list) else [value] if value is not None else []
            assert set(named) <= known[collection], (row["id"], field)


def test_what_the_municipality_invents_says_so() -> None:
    assert all(row["is_demo"] is True for _, row in municipality.rows())


def test_nothing_of_the_decree_is_marked_invented() -> None:
    assert not any("is_demo" in row for _, row in decree.rows())


def test_the_surname_of_the_signatory_is_nowhere() -> None:
    root = Path(__file__).parents[2] / "seed"
    texts = [
        path.read_text(encoding="utf-8") for path in root.rglob("*.*") if path.suffix in {".py", ".json"}
    ]
    words = {word[:8].casefold() for text in texts for word in re.findall(r"[А-Яа-яЁё]{8,}", text)}
    assert words != set()
    assert SIGNATORY not in {hashlib.sha256(word.encode()).hexdigest() for word in words}


@pytest.mark.parametrize("sector_id", sorted(stored("sectors")))
def test_every_direction_is_led_by_an_official_of_the_administration(sector_id: str) -> None:
    leads = [row for row in holders(Role.SECTOR_LEAD) if sector_id in row["sector_ids"]]
    assert leads != []
    persons, organizations = stored("persons"), stored("organizations")
    for lead in leads:
        assert works_in_administration(persons[lead["person_id"]]["organization_id"], organizations)


def test_every_appointment_is_one_the_rules_allow() -> None:
    organizations, persons = stored("organizations"), stored("persons")
    held: dict[str, list[str]] = {}
    for row in stored("memberships").values():
        held.setdefault(row["person_id"], []).append(row["role"])
    for row in stored("memberships").values():
        others = [role for role in held[row["person_id"]] if role != row["role"]]
        assert not appointment_problems(
            row["role"],
            sector_ids=row["sector_ids"],
            organization_id=persons[row["person_id"]]["organization_id"],
            organizations=organizations,
            other_roles=others,
        )


def test_curator_and_head_are_two_persons() -> None:
    (curator,), (head,) = holders(Role.CURATOR), holders(Role.CENTER_HEAD)
    assert curator["person_id"] != head["person_id"]
    assert forbidden_pair({curator["role"], head["role"]}) is not None


def test_every_role_of_the_decree_is_held_by_the_composition_order() -> None:
    for role in DECREE_ROLES:
        assert holders(role), role
        assert all(row["legal_act_id"] == "order-composition" for row in holders(role))


def test_the_order_is_on_file_and_takes_effect_at_local_midnight() -> None:
    order = stored("legal_acts")["order-composition"]
    assert order["file_id"]
    assert datetime(2026, 4, 6, 17) == APPOINTED_AT
    assert all(row["valid_from"] >= APPOINTED_AT for row in stored("memberships").values())


def test_every_login_of_the_contract_belongs_to_who_holds_its_role() -> None:
    assert set(CONTRACT_LOGINS) <= set(LOGINS)
    persons = stored("persons")
    for login, row in LOGINS.items():
        assert row["person_id"] == f"person-{login.replace('.', '-')}"
        assert persons[row["person_id"]]["full_name"] == row["full_name"]
        held = [one["role"] for one in stored("memberships").values() if one["person_id"] == row["person_id"]]
        assert held == list(row["roles"])


def test_no_two_officials_have_the_same_name() -> None:
    names = Counter(row["full_name"] for row in stored("persons").values())
    assert [name for name, times in names.items() if times > 1] == []


def test_every_body_that_answers_has_somebody_to_do_the_work() -> None:
    answering = {row["id"] for row in stored("organizations").values() if row["is_responsible_recipient"]}
    # One of them has closed since, with nobody in it.
    answering -= {row["id"] for row in CLOSED}
    assert answering <= {row["organization_id"] for row in holders(Role.ASSIGNEE)}


def test_every_topic_goes_by_default_to_a_body_that_answers() -> None:
    organizations = stored("organizations")
    for topic in stored("topics").values():
        assert organizations[topic["default_recipient_id"]]["is_responsible_recipient"], topic["id"]


def test_topics_count_as_the_classifier_does() -> None:
    assert Counter(row["group_id"] for row in stored("topics").values()) == TOPICS
    assert {row["group_id"] for row in stored("topics").values() if row["sector_id"] is None} == {"outside"}
    assert set(TOPICS) == set(stored("topic_groups"))


def test_only_fast_topics_have_days_of_their_own() -> None:
    topics = stored("topics").values()
    assert any(row["fast_track"] for row in topics)
    assert all(row["fast_track"] for row in topics if row["fast_track_days"] is not None)


def test_the_directions_stand_in_the_order_of_the_decree() -> None:
    assert "".join(row["letter"] for row in stored("sectors").values()) == "абвгдеж"


@pytest.mark.parametrize("entry", ROLES, ids=lambda entry: str(entry["id"]))
def test_the_duties_of_a_role_cover_its_clause_indent_by_indent(entry: dict[str, Any]) -> None:
    clause, indents = DUTIES[entry["role"]]
    named = [of for of, text in entry["duties"] if text and of.startswith(f"{clause}/")]
    assert entry["clause"] == clause
    assert named == [f"{clause}/{indent}" for indent in range(1, indents + 1)]


def test_every_role_of_the_decree_has_its_duties() -> None:
    assert {entry["role"] for entry in ROLES} == DECREE_ROLES == set(DUTIES)


def test_every_settlement_can_be_named_as_a_place() -> None:
    assert set(WHERE) == set(stored("settlements"))
    assert all(where.split()[0] in {"в", "во"} for where in WHERE.values())


def test_reasons_are_those_of_the_vocabulary_with_words_for_each() -> None:
    assert [row["id"] for row in REJECTION_REASONS] == list(RejectionReason)
    assert [row["id"] for row in DISMISSAL_REASONS] == list(DismissalReason)
    offered = (*REJECTION_REASONS, *DISMISSAL_REASONS, *ROUTING_RETURN_REASONS, *REWORK_REASONS)
    assert all(row["title"] for row in offered)


@pytest.mark.parametrize("code", sorted(stored("channels")))
@pytest.mark.parametrize("kind", list(CaseKind))
def test_whatever_comes_in_by_a_channel_has_a_policy(code: str, kind: CaseKind) -> None:
    channel, policies = stored("channels")[code], stored("deadline_policies")
    regime = {CaseKind.MESSAGE: "MESSAGE", CaseKind.APPEAL: "APPEAL_59FZ", CaseKind.INCIDENT: None}[kind]
    importance = "NORMAL" if kind is CaseKind.INCIDENT else None
    chosen = choose_policy(
        policies, kind=kind, regime=regime, channel=channel, topic=None, importance=importance
    )
    assert policies[chosen]["applies"]["kind"] == [kind]
    assert channel["kind"] in set(ChannelKind)
    assert channel["desk"] in {"POS", "OFFICE", "SOCIAL", "PAGES"}


async def test_everything_loads_into_an_empty_store(store_url: str) -> None:
    database = own("seed_reference")
    store = await open_store(StoreSettings(url=store_url, database=database), RECORDS)
    await store.drop()
    await store.close()
    store = await open_store(StoreSettings(url=store_url, database=database), RECORDS)
    numbers = itertools.count(1)
    container = await open_container(
        store, new_id=lambda: f"id-{next(numbers):05d}", monotonic=time.monotonic
    )
    try:
        for rows in (decree.rows(), municipality.rows()):
            facts = {"rows": list(rows), "updated_at": APPOINTED_AT}
            await container.runner.run_together([Request(load_rows, None, APPOINTED_AT, facts=facts)])
        snapshot = await container.reference.current()
        for collection, row in everything():
            kept = snapshot.row(collection, row["id"])
            assert kept is not None
            assert {name: kept[name] for name in row if name != "id"} == {
                name: value for name, value in row.items() if name != "id"
            }
        assert not calendar_of(snapshot).is_working(date(2026, 5, 11))
        assert setting(snapshot, "fourEyes", default=None) is True
    finally:
        await container.store.drop()
        await container.store.close()
