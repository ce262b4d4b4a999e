"""The words of notes: who reads one, and what a wording that was replaced belonged to."""

from collections.abc import Mapping
from enum import StrEnum


class NoteAudience(StrEnum):
    """Who reads a note."""

    CENTER = "CENTER"
    EVERYONE = "EVERYONE"


class WordingOf(StrEnum):
    """What a replaced wording belonged to."""

    SUMMARY = "SUMMARY"
    NOTE = "NOTE"


AUDIENCES: Mapping[NoteAudience, str] = {
    NoteAudience.CENTER: "Только для центра",
    NoteAudience.EVERYONE: "Для всех, кто работает с делом",
}

WORDINGS: Mapping[WordingOf, str] = {
    WordingOf.SUMMARY: "Краткая суть",
    WordingOf.NOTE: "Заметка",
}
