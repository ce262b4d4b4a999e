"""Notes as an aggregate: they stand in cases, and have no rows of their own."""

from documents.kernel.aggregate import Aggregate, Enumeration
from documents.notes.vocabulary import AUDIENCES, WORDINGS, NoteAudience, WordingOf

AGGREGATE = Aggregate(
    enumerations=(
        Enumeration(NoteAudience, "NoteAudience", "Кому видна заметка: who reads a note.", AUDIENCES),
        Enumeration(WordingOf, "WordingOf", "Что переписано: what a replaced wording belonged to.", WORDINGS),
    ),
)
