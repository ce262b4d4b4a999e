"""Letters as they are composed and set: the words of a case, one layout, the same bytes for the same letter."""

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
import typst
from docx import Document

from documents.cases.letters import is_printed, letter_paths, signer_id_of
from documents.cases.vocabulary import ResponseKind
from documents.kernel.calendar import Calendar
from documents.printing.letter import SUBJECTS, Letter, Parties, initialled, letter_of, salutation
from documents.printing.pages import SHEET, given_of, pdf_of
from documents.printing.word import docx_of

CALENDAR = Calendar({})

CASE: dict[str, Any] = {
    "_id": "1",
    "kind": "APPEAL",
    "number": "2026-000123",
    "received_at": datetime(2026, 6, 1, 20),
}
ANSWER: dict[str, Any] = {
    "no": 2,
    "kind": "FINAL",
    "status": "SENT",
    "text": "Участок осмотрен.\n\nЯма засыпана 3 июня.",
    "author_id": "author",
    "reviewer_id": "approver",
    "sent_at": datetime(2026, 6, 4, 5),
}
PARTIES = Parties(
    body={"name": "Отдел дорожного хозяйства"},
    body_above={"name": "Администрация округа"},
    signer={"full_name": "Петров Пётр Петрович", "position": "Начальник отдела"},
    executor={"full_name": "Сидоров Иван Ильич", "work_phone": "8 (39157) 2-22-22"},
    applicant={"full_name": "Котова Марина Петровна", "address": "г. Боготол, ул. Садовая, д. 28"},
)


def composed(**given: Any) -> Letter:
    return letter_of(CASE, {**ANSWER, **given}, PARTIES, CALENDAR)


def test_a_letter_holds_what_a_letter_of_an_office_holds() -> None:
    letter = composed()
    assert (letter.body_above, letter.body) == ("Администрация округа", "Отдел дорожного хозяйства")
    # Days are those of the district: the case came in after midnight there.
    assert (letter.number, letter.on) == ("2026-000123/2", "04.06.2026")
    assert letter.reference == "На № 2026-000123 от 02.06.2026"
    assert letter.addressee == ("Котова Марина Петровна", "г. Боготол, ул. Садовая, д. 28")
    assert (letter.subject, letter.salutation) == ("О рассмотрении обращения", "Уважаемая Марина Петровна!")
    assert letter.paragraphs == ("Участок осмотрен.", "Яма засыпана 3 июня.")
    assert (letter.signer_position, letter.signer_name) == ("Начальник отдела", "П. П. Петров")
    assert (letter.executor, letter.executor_phone) == ("Сидоров Иван Ильич", "8 (39157) 2-22-22")


def test_an_approved_answer_has_the_day_of_its_approval() -> None:
    approved = composed(sent_at=None, approved_at=datetime(2026, 6, 3, 5), status="APPROVED")
    assert approved.on == "03.06.2026"


def test_every_kind_of_response_has_a_subject() -> None:
    assert set(SUBJECTS) == set(ResponseKind)
    notice = letter_of({**CASE, "kind": "MESSAGE"}, {**ANSWER, "kind": "INTERMEDIATE"}, PARTIES, CALENDAR)
    assert notice.subject == "О ходе рассмотрения сообщения"


def test_a_text_that_greets_is_not_greeted_again_and_names_its_applicant() -> None:
    letter = composed(text="Здравствуйте, {{заявитель}}!\nЯма засыпана.")
    assert letter.salutation == ""
    assert letter.paragraphs[0] == "Здравствуйте, Марина Петровна!"


def test_where_nobody_is_known_nobody_is_made_up() -> None:
    bare = letter_of(CASE, ANSWER, Parties(None, None, None, None, {}), CALENDAR)
    assert (bare.body, bare.body_above, bare.addressee) == ("", "", ("Заявителю",))
    assert (bare.signer_name, bare.signer_position, bare.executor, bare.executor_phone) == ("", "", "", "")
    assert bare.salutation == "Здравствуйте!"


@pytest.mark.parametrize(
    ("name", "greeting"),
    [
        ("Иванов Иван Ильич", "Уважаемый Иван Ильич!"),
        ("Котова Марина Петровна", "Уважаемая Марина Петровна!"),
        ("Ли Сан Мин", "Уважаемый(-ая) Сан Мин!"),
        ("ООО «Ромашка»", "Здравствуйте!"),
        (None, "Здравствуйте!"),
    ],
)
def test_a_greeting_says_no_more_than_the_name_does(name: str | None, greeting: str) -> None:
    assert salutation(name) == greeting


def test_initials_stand_before_the_surname() -> None:
    assert [initialled(one) for one in ("Петров Пётр Петрович", "Петров", None)] == [
        "П. П. Петров",
        "Петров",
        "",
    ]


def test_what_was_approved_or_sent_to_an_applicant_is_printed() -> None:
    assert is_printed(CASE, ANSWER)
    assert is_printed(CASE, {**ANSWER, "status": "APPROVED"})
    assert not is_printed(CASE, {**ANSWER, "status": "IN_REVIEW"})
    assert not is_printed({**CASE, "kind": "INCIDENT"}, ANSWER)
    assert letter_paths(CASE, {**ANSWER, "status": "DRAFT"}) is None
    paths = letter_paths(CASE, ANSWER) or {}
    assert paths["pdf_url"].startswith("/letters/")
    assert (paths["docx_url"][-7:], paths["pdf_url"][-6:]) == ("/2.docx", "/2.pdf")


def test_who_is_named_signs_else_who_approved_else_who_wrote() -> None:
    assert signer_id_of({**ANSWER, "signer_id": "named"}) == "named"
    assert signer_id_of(ANSWER) == "approver"
    assert signer_id_of({**ANSWER, "reviewer_id": None}) == "author"


def test_a_letter_is_set_for_archives_and_always_alike() -> None:
    made = pdf_of(composed())
    assert made.startswith(b"%PDF-")
    assert b"pdfaid" in made
    assert made == pdf_of(composed())
    assert pdf_of(replace(composed(), body="Другой орган")) != made


def test_words_of_a_letter_are_never_read_as_orders_to_the_setter() -> None:
    plain = composed(text='#panic() $x$ *нет* @кто <где> \\ “да” #image("/etc/passwd")')
    assert pdf_of(plain).startswith(b"%PDF-")


def pictures_of(letter: Letter) -> list[Any]:
    made: Any = typst.compile(
        SHEET, format="png", ignore_system_fonts=True, sys_inputs=given_of(letter), ppi=30.0
    )
    # Of one page its bytes alone are returned.
    return made if isinstance(made, list) else [made]


def test_a_long_letter_has_pages() -> None:
    assert len(pictures_of(composed())) == 1
    long = composed(text="\n".join(["Участок осмотрен, работы включены в план содержания улиц округа."] * 90))
    assert len(pictures_of(long)) > 1


def test_the_document_of_an_office_program_says_the_same() -> None:
    letter = composed()
    made = docx_of(letter)
    assert made == docx_of(letter)
    document = Document(BytesIO(made))
    words = [one.text for one in document.paragraphs]
    cells = [cell.text for row in document.tables[0].rows for cell in row.cells]
    assert words[:2] == ["Администрация округа", "ОТДЕЛ ДОРОЖНОГО ХОЗЯЙСТВА"]
    assert cells == [
        "04.06.2026 № 2026-000123/2\nНа № 2026-000123 от 02.06.2026",
        "Котова Марина Петровна\nг. Боготол, ул. Садовая, д. 28",
    ]
    assert [*letter.paragraphs, "Начальник отдела\tП. П. Петров"] == words[-3:]
    foot = [one.text for one in document.sections[0].footer.paragraphs]
    assert foot == ["Сидоров Иван Ильич", "8 (39157) 2-22-22"]


def test_a_document_without_a_body_above_and_a_greeting_is_made_too() -> None:
    bare = letter_of(
        CASE, {**ANSWER, "text": "Уважаемые соседи!"}, Parties(None, None, None, None, {}), CALENDAR
    )
    assert Document(BytesIO(docx_of(bare))).paragraphs[0].text == ""
    assert pdf_of(bare).startswith(b"%PDF-")
