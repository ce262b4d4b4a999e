"""Protocols and extracts as they are composed and set: the office form, one layout, the same bytes for the same words."""

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
import typst
from docx import Document
from docx.oxml.ns import qn

from documents.kernel.calendar import Calendar
from documents.printing.minutes import PrintedProtocol, Surroundings, extract_of, protocol_of
from documents.printing.minutes_word import docx_of_protocol
from documents.printing.pages import MINUTES_SHEET, given_of_protocol, pdf_of_protocol

CALENDAR = Calendar({})

PEOPLE: dict[str, Any] = {
    "curator": {"full_name": "Карпов Сергей Иванович", "position": "заместитель главы"},
    "head": {"full_name": "Белова Анна Петровна", "position": "начальник отдела"},
    "secretary": {"full_name": "Новикова Ирина Олеговна", "position": None},
    "roads": {"full_name": "Громов Пётр Ильич", "position": "начальник отдела дорог"},
    "guest": {"full_name": "Сычёв Антон Павлович"},
}
MEETING: dict[str, Any] = {
    "chair_capacity": "CURATOR",
    "agenda": [{"title": "О паводке", "speaker_id": "roads"}, {"title": "Разное", "speaker_id": None}],
    "participants": [
        {"person_id": "curator", "kind": "MEMBER", "attendance": "PRESENT"},
        {"person_id": "head", "kind": "MEMBER", "attendance": "REMOTE", "is_late": True},
        {"person_id": "roads", "kind": "MEMBER", "attendance": "ABSENT_EXCUSED", "absence_reason": "отпуск"},
        {"person_id": "guest", "kind": "INVITEE", "attendance": "PRESENT"},
    ],
}
ORDERED: dict[str, Any] = {
    "text": "Организовать дежурство.",
    "responsible_id": "roads",
    "co_executor_ids": ["head"],
    "due_on": "2026-05-15",
    "recurrence": None,
}
PROTOCOL: dict[str, Any] = {
    "number": 3,
    "year": 2026,
    "date": "2026-04-28",
    "place": "г. Боготол",
    "form": "IN_PERSON",
    "meeting_number": "З-2026-000004",
    "chair_id": "curator",
    "secretary_id": "secretary",
    "participant_ids": ["curator", "head"],
    "signed_by_id": "curator",
    "signed_at": datetime(2026, 4, 28, 20),
    "signer_capacity": "CURATOR",
    "content_hash": "ab" * 32,
    "dissents": [{"order": 2, "full_name": "Белова Анна Петровна", "text": "Срок\nмал."}],
    "items": [
        {
            "order": 1,
            "title": "О паводке",
            "heard": "Громов — доложил.\n\nУровень растёт.",
            "spoke": ["Сычёв — дополнил."],
            "decisions": [
                {
                    "no": "1.1",
                    "text": "Отделу дорог организовать дежурство.",
                    "votes": {"in_favour": 3, "against": 0, "abstained": 1},
                    "assignments": [ORDERED],
                },
                {"no": "1.2", "text": "Принять к сведению.", "votes": None, "assignments": []},
            ],
        },
        {
            "order": 2,
            "title": "Разное",
            "heard": None,
            "spoke": [],
            "decisions": [
                {
                    "no": "2.1",
                    "text": "Поручить отчёт.",
                    "votes": None,
                    "assignments": [
                        {
                            **ORDERED,
                            "responsible_id": "head",
                            "co_executor_ids": [],
                            "due_on": None,
                            "recurrence": "ежемесячно",
                        }
                    ],
                }
            ],
        },
    ],
}
AROUND = Surroundings(MEETING, PEOPLE, "Администрация округа", CALENDAR)


def printed(**given: Any) -> PrintedProtocol:
    return protocol_of({**PROTOCOL, **given}, AROUND)


def test_a_protocol_stands_in_the_office_form() -> None:
    paper = printed()
    assert (paper.body_above, paper.body, paper.kind) == (
        "Администрация округа",
        "Муниципальный центр управления",
        "Протокол",
    )
    assert (paper.place, paper.on, paper.number) == ("г. Боготол", "28.04.2026", "3")
    assert paper.subject == "очного заседания № З-2026-000004"
    assert {one.heading: one.people for one in paper.groups} == {
        "Председательствующий": ("Карпов Сергей Иванович, заместитель главы (куратор МЦУ)",),
        "Секретарь": ("Новикова Ирина Олеговна",),
        "Присутствовали": (
            "Карпов Сергей Иванович, заместитель главы",
            "Белова Анна Петровна, начальник отдела (дистанционно, с опозданием)",
        ),
        "Отсутствовали": ("Громов Пётр Ильич, начальник отдела дорог (отпуск)",),
        "Приглашённые": ("Сычёв Антон Павлович",),
    }
    assert paper.agenda == (
        "1. О паводке. Докладчик: Громов Пётр Ильич, начальник отдела дорог.",
        "2. Разное.",
    )
    assert paper.dissents == ("По вопросу 2. Белова Анна Петровна: Срок мал.",)
    assert paper.name == "Протокол № 3 от 28.04.2026"


@pytest.mark.parametrize(
    ("numbers", "said"),
    [(("П-1",), "Отменяется поручение: № П-1."), (("П-1", "П-2"), "Отменяются поручения: № П-1, № П-2.")],
)
def test_a_decision_that_cancels_names_what_it_cancels(numbers: tuple[str, ...], said: str) -> None:
    cancels = [{"assignment_id": one, "number": one} for one in numbers]
    decision = {"no": "1.1", "text": "Отменить.", "votes": None, "assignments": [], "cancels": cancels}
    items = [{**PROTOCOL["items"][0], "decisions": [decision]}]
    assert printed(items=items).items[0].decisions[0].text == ("Отменить.", said)


def test_each_question_tells_who_was_heard_and_what_was_decided() -> None:
    first, second = printed().items
    assert (first.no, first.heard, first.spoke) == (
        "1",
        ("Громов — доложил.", "Уровень растёт."),
        ("Сычёв — дополнил.",),
    )
    ordering, noting = first.decisions
    assert (ordering.no, ordering.votes) == (
        "1.1.",
        "Голосовали: «за» — 3, «против» — 0, «воздержались» — 1.",
    )
    [order] = ordering.orders
    assert (order.responsible, order.together, order.term) == (
        "Громов Пётр Ильич, начальник отдела дорог",
        "Белова Анна Петровна, начальник отдела",
        "до 15.05.2026",
    )
    assert (noting.votes, noting.orders) == ("", ())
    assert second.decisions[0].orders[0].term == "ежемесячно"


def test_the_capacity_of_who_signs_is_printed() -> None:
    paper = printed()
    assert (paper.signer_position, paper.signer_name) == ("Куратор МЦУ", "С. И. Карпов")
    # Days are those of the district.
    assert paper.signed == "Подписан 29.04.2026"
    acting = printed(signed_by_id="head", signer_capacity="ACTING")
    assert acting.signer_position == "Руководитель МЦУ, исполняющий обязанности куратора"
    assert acting.signer_name == "А. П. Белова"


def test_a_draft_says_that_it_is_one_and_bears_no_number() -> None:
    unsigned = dict.fromkeys(("number", "signed_by_id", "signed_at", "signer_capacity", "content_hash"))
    paper = printed(**unsigned)
    assert (paper.kind, paper.number, paper.signer_name, paper.signed, paper.fingerprint) == (
        "Проект протокола",
        "",
        "",
        "",
        "",
    )
    assert paper.name == "Проект протокола от 28.04.2026"


def test_an_absentee_meeting_has_no_place() -> None:
    assert printed(form="ABSENTEE", place=None).place == "заочное голосование"
    assert printed(place=None).place == ""


def test_where_the_meeting_is_not_known_its_participants_are_named() -> None:
    bare = protocol_of({**PROTOCOL, "dissents": None}, Surroundings(None, {}, "", CALENDAR))
    assert (bare.groups, bare.agenda, bare.signer_name) == ((), ("1. О паводке.", "2. Разное."), "")
    known = protocol_of(PROTOCOL, Surroundings(None, PEOPLE, "", CALENDAR))
    assert [one.heading for one in known.groups] == ["Председательствующий", "Секретарь", "Присутствовали"]


def test_an_erratum_names_what_it_corrects_and_is_named_beside_it() -> None:
    first = {"number": 3, "date": "2026-04-28"}
    erratum = protocol_of({**PROTOCOL, "number": 4, "chair_id": None}, replace(AROUND, corrects=first))
    assert erratum.subject == "об исправлении протокола № 3 от 28.04.2026"
    # Nobody met for it.
    assert [one.heading for one in erratum.groups] == ["Секретарь"]
    later = {"number": 4, "date": "2026-05-06"}
    corrected = protocol_of(PROTOCOL, replace(AROUND, errata=[later]))
    [note] = corrected.notes
    assert note == "К протоколу подписано исправление: протокол № 4 от 06.05.2026."
    assert note in words_of(docx_of_protocol(corrected))
    assert pdf_of_protocol(corrected) != pdf_of_protocol(printed())


def test_an_extract_holds_what_is_ordered_of_one_official_alone() -> None:
    paper = extract_of(PROTOCOL, AROUND, "roads")
    assert paper is not None
    assert (paper.kind, paper.number) == ("Выписка из протокола", "3")
    assert [(one.no, [each.no for each in one.decisions]) for one in paper.items] == [("1", ["1.1."])]
    assert (paper.items[0].heard, paper.items[0].spoke, paper.agenda, paper.dissents) == ((), (), (), ())
    assert [one.heading for one in paper.groups] == ["Председательствующий", "Секретарь"]
    assert paper.certified == "Выписка верна. Секретарь И. О. Новикова"
    # Who helps has an extract as well, who is named nowhere has none.
    together = extract_of(PROTOCOL, AROUND, "head")
    assert together is not None
    assert [one.no for one in together.items] == ["1", "2"]
    assert extract_of(PROTOCOL, AROUND, "guest") is None


def test_a_protocol_is_set_for_archives_and_always_alike() -> None:
    made = pdf_of_protocol(printed())
    assert made.startswith(b"%PDF-")
    assert b"pdfaid" in made
    assert made == pdf_of_protocol(printed())
    assert pdf_of_protocol(printed(number=4)) != made


def test_words_of_a_protocol_are_never_read_as_orders_to_the_setter() -> None:
    items = [{**PROTOCOL["items"][0], "title": '#panic() $x$ *нет* @кто #image("/etc/passwd")'}]
    assert pdf_of_protocol(printed(items=items)).startswith(b"%PDF-")


def pictures_of(paper: PrintedProtocol) -> list[Any]:
    made: Any = typst.compile(
        MINUTES_SHEET, format="png", ignore_system_fonts=True, sys_inputs=given_of_protocol(paper), ppi=30.0
    )
    # Of one page its bytes alone are returned.
    return made if isinstance(made, list) else [made]


def test_a_long_protocol_has_pages() -> None:
    extract = extract_of(PROTOCOL, AROUND, "roads")
    assert extract is not None
    assert len(pictures_of(extract)) == 1
    assert len(pictures_of(printed(items=PROTOCOL["items"] * 5))) > 2


def words_of(made: bytes) -> list[str]:
    return [one.text for one in Document(BytesIO(made)).paragraphs]


def test_the_document_of_an_office_holds_the_same_words() -> None:
    made = docx_of_protocol(printed())
    words = words_of(made)
    for one in (
        "Администрация округа",
        "ПРОТОКОЛ",
        "г. Боготол\t28.04.2026 № 3",
        "Секретарь: Новикова Ирина Олеговна",
        "Присутствовали:",
        "Повестка дня:",
        "1. О паводке",
        "СЛУШАЛИ:",
        "ВЫСТУПИЛИ:",
        "РЕШИЛИ:",
        "1.1.\tОтделу дорог организовать дежурство.",
        "Ответственный: Громов Пётр Ильич, начальник отдела дорог.",
        "Срок: до 15.05.2026.",
        "Голосовали: «за» — 3, «против» — 0, «воздержались» — 1.",
        "Особые мнения:",
        "Куратор МЦУ\tС. И. Карпов",
        "Подписан 29.04.2026",
    ):
        assert one in words, one
    assert made == docx_of_protocol(printed())
    section = Document(BytesIO(made)).sections[0]
    for foot in (section.first_page_footer, section.footer):
        [below] = [one.text for one in foot.paragraphs]
        assert below.startswith("SHA-256 содержания: abab")
    # The first page bears no number.
    numbered = [
        len(one.part.element.findall(f".//{qn('w:instrText')}"))
        for one in (section.first_page_header, section.header)
    ]
    assert numbered == [0, 1]


def test_a_document_leaves_out_what_there_is_not() -> None:
    items = [
        {**PROTOCOL["items"][1], "decisions": [{"no": "2.1", "text": " ", "votes": None, "assignments": []}]}
    ]
    bare = docx_of_protocol(
        protocol_of(
            {**PROTOCOL, "items": items, "dissents": [], "signed_at": None, "content_hash": None},
            Surroundings(None, {}, "", CALENDAR),
        )
    )
    words = words_of(bare)
    assert "2.1.\t" in words
    assert not {"СЛУШАЛИ:", "Особые мнения:", "Администрация округа"} & set(words)
    extract = extract_of(PROTOCOL, AROUND, "roads")
    assert extract is not None
    assert "Выписка верна. Секретарь И. О. Новикова" in words_of(docx_of_protocol(extract))
    many = [{**PROTOCOL["items"][1]["decisions"][0], "text": "Первое.\nВторое."}]
    lines = words_of(docx_of_protocol(printed(items=[{**PROTOCOL["items"][1], "decisions": many}])))
    assert {"2.1.\tПервое.", "Второе."} <= set(lines)


def test_a_protocol_lists_the_files_that_belong_to_it_and_an_extract_does_not() -> None:
    files = [{"name": "Схема.pdf", "caption": "Участки"}, {"name": "Акт.pdf", "caption": None}]
    paper = printed(attachments=files)
    assert paper.attached == ("1. Схема.pdf — Участки", "2. Акт.pdf")
    words = words_of(docx_of_protocol(paper))
    assert {"Приложения:", *paper.attached} <= set(words)
    assert pdf_of_protocol(paper) != pdf_of_protocol(printed())
    assert "Приложения:" not in words_of(docx_of_protocol(printed()))
    extract = extract_of({**PROTOCOL, "attachments": files}, AROUND, "roads")
    assert extract is not None
    assert extract.attached == ()


def test_who_takes_over_gets_what_was_given_to_who_has_left() -> None:
    both = extract_of(PROTOCOL, AROUND, "successor", "roads")
    alone = extract_of(PROTOCOL, AROUND, "roads")
    assert both == alone
    assert extract_of(PROTOCOL, AROUND, "successor") is None
