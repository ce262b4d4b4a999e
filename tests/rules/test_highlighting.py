"""Where a search was found: pieces of what the reader sees, cut at words, with what was found marked."""

from typing import Any

import pytest

from documents.cases.highlighting import AROUND, MOST_FRAGMENTS, highlights
from documents.kernel.search import found_at, search_words


def row(**given: Any) -> dict[str, Any]:
    return {
        "number": "2026-000123",
        "summary": None,
        "text": None,
        "publications": [],
        "responses": [],
        **given,
    }


def told(text: str, search: str) -> list[str]:
    """The fragments of a summary."""
    found = highlights(row(summary=text), search_words(search))
    return [piece for one in found for piece in one["fragments"]]


@pytest.mark.parametrize(
    ("text", "search", "found"),
    [
        ("Яма на дороге", "ямы", ["Яма"]),
        ("Яма у ямы, ямочный ремонт", "яма", ["Яма", "ямы"]),
        ("Комсомольская, 14", "комсомол", ["Комсомольская"]),
        ("дом 105А", "105", ["105А"]),
        ("дом 1055", "105", []),
        ("Ёлка и ЕЛКИ", "елка", ["Ёлка", "ЕЛКИ"]),
        ("Звонить [телефон] вечером", "телефон", []),
        ("для всех", "для ямы", []),
        ("", "яма", []),
        ("снег\u0301 лежит", "снег", ["снег\u0301"]),
    ],
)
def test_words_are_found_where_they_stand_in_whatever_form(text: str, search: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in found_at(text, search_words(search))] == found


def test_what_was_found_is_marked_in_each_field_that_holds_it() -> None:
    case = row(
        summary="Яма на дороге",
        text="Глубокая яма.\nУ дома 5",
        publications=[{"text": "Про яму"}, {"text": None}],
        responses=[{"text": "Засыпали"}, {"text": "Ямы больше нет"}],
    )
    assert highlights(case, search_words("яма")) == [
        {"field": "summary", "fragments": ["⟦Яма⟧ на дороге"]},
        {"field": "text", "fragments": ["Глубокая ⟦яма⟧. У дома 5"]},
        {"field": "publications.text", "fragments": ["Про ⟦яму⟧"]},
        {"field": "responses.text", "fragments": ["⟦Ямы⟧ больше нет"]},
    ]
    assert highlights(row(), search_words("яма")) == []


def test_the_beginning_of_a_number_is_marked_in_it_alone() -> None:
    case = row(summary="Яма 2026-0001")
    assert highlights(case, "2026-0001") == [{"field": "number", "fragments": ["⟦2026-0001⟧23"]}]
    assert highlights(case, "2027") == []


def test_a_long_text_is_told_in_a_few_pieces_cut_between_words() -> None:
    far = "слово " * 40
    pieces = told(f"{far}яма {far}снег {far}яма {far}яма {far}яма {far}", "яма снег")
    assert len(pieces) == MOST_FRAGMENTS
    assert [piece.count("⟦") for piece in pieces] == [1, 1, 1]
    for piece in pieces:
        assert piece.startswith("…слово")
        assert piece.endswith("слово…")
        assert len(piece) <= 2 * AROUND + len("⟦яма⟧……")


def test_what_stands_near_each_other_is_told_in_one_piece() -> None:
    assert told("яма и снег", "яма снег") == ["⟦яма⟧ и ⟦снег⟧"]


def test_a_word_without_spaces_around_is_cut_where_it_must_be() -> None:
    glued = "-" * 200
    (piece,) = told(f"{glued}яма{glued}", "яма")
    assert piece == f"…{'-' * AROUND}⟦яма⟧{'-' * AROUND}…"
