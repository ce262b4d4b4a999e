"""Numbers of СНИЛС and policies are never stored: inputs with one are refused, a citizen's own text loses it."""

from typing import Any

import pytest

from auth.errors import Invalid
from documents.disclosures.operations import reveal_applicant
from documents.incidents.operations.intake import register_incident
from documents.kernel.write.operation import operations
from documents.privacy.forbidden import mask_forbidden, no_forbidden_numbers
from documents.privacy.rules.papers import is_snils
from documents.submissions.operations import answering, intake, routing
from tests.support.cases import refused, registered, routed
from tests.support.town import Town

SNILS = "112-233-445 95"


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        (f"Мой СНИЛС {SNILS}, пособия нет", "Мой СНИЛС [СНИЛС], пособия нет"),
        ("снилс 12345678901", "снилс [СНИЛС]"),
        (f"{SNILS} — номер", "[СНИЛС] — номер"),
        ("номер 11223344595", "номер [СНИЛС]"),
        ("полис ОМС 2456 7890 1234 5678", "полис ОМС [полис]"),
        ("ЕНП 2456789012345678 действует", "ЕНП [полис] действует"),
    ],
)
async def test_a_citizens_text_is_kept_but_for_the_number(town: Town, text: str, stored: str) -> None:
    assert (await registered(town, text=text)).text == stored
    publication = {"url": "https://vk.com/wall-1_2", "text": text}
    incident = await town.do(
        "incident", register_incident, channel_id="VK", summary="Пособие", publications=[publication]
    )
    assert incident.publications[0].text == stored


@pytest.mark.parametrize(
    "written",
    [
        "112–233–445 95",
        "112.233.445.95",
        "112 233 445 95",
        "112\u2011233\u2011445\u00a095",
        "112-233-445-95",
        "１１２-２３３-４４５ ９５",
        "112\u200b233\u200b445\u200b95",
        "11223344595",
        "1 1 2 2 3 3 4 4 5 9 5",
    ],
)
def test_an_insurance_number_is_known_however_it_is_written(written: str) -> None:
    assert mask_forbidden(f"Мой СНИЛС: {written}, пособия нет") == "Мой СНИЛС: [СНИЛС], пособия нет"
    if written.count(" ") < 5:
        assert mask_forbidden(f"Вот: {written}.") == "Вот: [СНИЛС]."


@pytest.mark.parametrize(
    "written", ["2471–1234–5678–9012", "2471 1234 5678 9012", "2471.1234.5678.9012", "2471123456789012"]
)
@pytest.mark.parametrize("word", ["Полис", "полиса ОМС №", "ЕНП", "ОМC"])
def test_a_policy_is_known_however_it_is_written(word: str, written: str) -> None:
    assert mask_forbidden(f"{word} {written} действует") == f"{word} [полис] действует"


@pytest.mark.parametrize(
    "text",
    [
        "адрес 192.168.100.25 в сети",
        "Яма у дома 5, тел. +7 900 000-12-34, кв. 12, с 01.04.2026",
        "89000001234 и 8 900 000 12 34",
        "счётчик 12345678901",
        "карта 2202 2001 1234 5678, паспорт 0412 123456",
        "обращение 2026-000123, смета 12 345 678 901 рублей",
        "913-123-45-67 днём",
    ],
)
def test_nothing_else_is_taken_from_a_text(text: str) -> None:
    assert mask_forbidden(text) == text


def test_the_check_sum_tells_a_snils_from_other_numbers() -> None:
    assert is_snils("11223344595")
    assert is_snils("08765430300")
    assert not is_snils("11223344594")
    assert not is_snils("00100199864")


@pytest.mark.parametrize(
    ("facts", "path"),
    [
        ({"summary": f"Пособие, СНИЛС {SNILS}"}, ("summary",)),
        ({"applicant": {"full_name": f"Петрова, {SNILS}"}}, ("applicant", "fullName")),
        (
            {"applicant": {"full_name": "Петрова", "address": "полис 2456789012345678"}},
            ("applicant", "address"),
        ),
        ({"location": {"description": f"у дома, снилс: {SNILS}"}}, ("location", "description")),
    ],
)
async def test_a_registration_with_a_number_in_its_fields_is_refused(
    town: Town, facts: dict[str, Any], path: tuple[str, ...]
) -> None:
    before, events = await town.store.collection("cases").count_documents({}), await town.event_count()
    with pytest.raises(Exception, match="forbidden_number") as caught:
        await registered(town, **facts)
    (problem,) = caught.value.problems  # type: ignore[attr-defined]
    assert (problem.code, problem.path) == ("INVALID", path)
    assert await town.store.collection("cases").count_documents({}) == before
    assert await town.event_count() == events


async def test_what_officials_write_is_refused_wherever_it_is_written(town: Town) -> None:
    case = await routed(town)
    asked: tuple[tuple[str, Any, dict[str, Any], tuple[str, ...]], ...] = (
        ("assignee", routing.return_routing, {"reason": f"Не наш, {SNILS}"}, ("reason",)),
        ("pos", intake.formalize_submission, {"topic_id": "holes", "summary": SNILS}, ("summary",)),
        (
            "pos",
            intake.formalize_submission,
            {"topic_id": "holes", "summary": "Яма", "tags": ["яма", f"снилс {SNILS}"]},
            ("tags", "1"),
        ),
        ("pos", reveal_applicant, {"fields": ["PHONE"], "reason": f"Сверка {SNILS}"}, ("reason",)),
    )
    for login, operation, facts, path in asked:
        problem = await refused(town, Invalid, login, operation, case, **facts)
        assert (problem.facts["rule"], problem.path) == ("forbidden_number", path)
    await town.do("assignee", answering.start_work, case.id)
    problem = await refused(town, Invalid, "assignee", answering.submit_response, case, text=f"Ваш {SNILS}")
    assert problem.path == ("text",)


async def test_ids_and_links_of_other_systems_are_no_numbers_of_people(town: Town) -> None:
    case = await registered(town, external_system="POS", external_id="11223344595")
    assert case.external_id == "11223344595"


UNLUCKY = "0b261ea16078b451d42265838487a379636fd9179e1a7e60c64d94ecdc2271fa"
"""A digest in which the digits of a СНИЛС stand."""


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("digest", UNLUCKY),
        ("invitation_digest", UNLUCKY),
        ("password_hash", UNLUCKY),
        ("file_ids", [UNLUCKY]),
        ("nested", [{"person_id": UNLUCKY, "co_executor_ids": ("a", UNLUCKY)}]),
    ],
)
def test_what_we_have_made_ourselves_holds_no_numbers_of_people(name: str, given: Any) -> None:
    assert mask_forbidden(UNLUCKY) != UNLUCKY
    assert [*no_forbidden_numbers("answer_by_link", {name: given})] == []
    [problem] = no_forbidden_numbers("answer_by_link", {"text": UNLUCKY})
    assert problem.path == ("text",)


def test_the_check_of_what_we_make_finds_what_is_looked_at() -> None:
    for made in (UNLUCKY, "42507025ab05a6f34209190250b91122", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw0A1b"):
        with pytest.raises(AssertionError, match=r"route_submission has seals\.0 looked at"):
            operations()["route_submission"].refused_input({"seals": [made]})
