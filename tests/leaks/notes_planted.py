"""Notes of the leak suite: of each case one for everybody and one for the center alone, earlier words of both and of the
summary, and a link to a case that most do not see."""

from typing import Any

from documents.cases.remarks import CaseLink, CaseNote, EarlierWording
from tests.leaks.town_planted import person_id
from tests.leaks.words_planted import Words
from tests.support.town import NOW

ELSEWHERE = "far-message-sensitive"


def notes_of_a_case(words: Words, record_id: str) -> dict[str, Any]:
    """The fields of a case that hold them."""
    notes = [
        CaseNote(
            id=f"{record_id}-{audience.lower()}",
            text=words.free_text("case.notes.text"),
            audience=audience,
            author_id=person_id("PO"),
            at=NOW,
        )
        for audience in ("EVERYONE", "CENTER")
    ]
    kinds = [("SUMMARY", None, None), *(("NOTE", one.id, one.audience) for one in notes)]
    wordings = [
        EarlierWording(
            of=of,
            note_id=note_id,
            audience=audience,
            text=words.free_text("case.earlier_wordings.text"),
            replaced_at=NOW.replace(microsecond=1_000 * place),
            replaced_by_id=person_id("PO"),
        )
        for place, (of, note_id, audience) in enumerate(kinds)
    ]
    links = [CaseLink(case_id=ELSEWHERE, at=NOW, by_id=person_id("PO"))] if record_id != ELSEWHERE else []
    return {"notes": notes, "earlier_wordings": wordings, "linked_cases": links}
