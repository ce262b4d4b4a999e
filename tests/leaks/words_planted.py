"""What is planted: words that exist nowhere else, so that wherever one of them stands, it has come from one place."""

import itertools
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from documents.cases.decision import CaseDecision
from documents.cases.delivery import Delivery
from documents.cases.quality import CriterionResult, QualityCheck
from documents.cases.remarks import DraftVersion
from documents.cases.routed import RecipientLink
from documents.cases.satisfaction import SatisfactionRating
from documents.cases.source_states import SourceState
from documents.links.document import GuestLink

LETTERS = "bcdfghjklm"
PLANTED = re.compile(f"zq[{LETTERS}]{{8}}")
IN_THE_HISTORY = "in the history"


@dataclass
class Words:
    """Makes words, and knows what was planted where."""

    places: dict[str, str] = field(default_factory=dict)
    _numbers: Any = field(default_factory=itertools.count)

    def copied(self) -> "Words":
        """The same words, to which others may be added apart."""
        return Words(dict(self.places), itertools.count(len(self.places)))

    def new(self, place: str) -> str:
        """Make a word of letters only, so that a search can ask for it."""
        word = "zq" + "".join(LETTERS[int(digit)] for digit in f"{next(self._numbers):08d}")
        self.places[word] = place
        return word

    def places_in(self, text: str) -> list[str]:
        """The places of the planted words that stand in a text, which is read once for all of them."""
        return sorted({self.places[one] for one in set(PLANTED.findall(text)) & self.places.keys()})

    def free_text(self, place: str) -> str:
        """Make a text with a word that redaction leaves, and one that it takes out."""
        return f"Погас фонарь {self.new(place)} у дома, пишите {self.new(f'{place} (plain)')}@mail.ru"


def answers_of_a_case(words: Words, kind: str, at: datetime, by_id: str) -> dict[str, Any]:
    """The fields of a case about its answers, with words that stand nowhere else: a decision with its reason, what became of
    an answer, what its applicant said of it, what was found of it, two wordings of a draft, one of them handed in, and what
    another system says of its state."""
    reason = words.new("case.decisions.reason")
    note, number = words.new("case.deliveries.note"), words.new("case.deliveries.number")
    drafts = [
        DraftVersion(text=words.free_text("case.drafts.text"), saved_at=at, saved_by_id=by_id, response_no=no)
        for no in (1, None)
    ]
    fact = {"response_no": 1, "way": "POST", "status": "RETURNED", "number": number, "note": note}
    return {
        "decisions": [CaseDecision(kind="POSTPONED", at=at, by_id=by_id, reason=reason)],
        "deliveries": [Delivery(at=at, by_id=by_id, **fact)],
        "drafts": drafts,
        "satisfaction": [] if kind == "INCIDENT" else [_rating(words, at, by_id)],
        "quality_checks": [_check(words, at, by_id)],
        "source_states": [
            SourceState(code=words.new("case.source_states.code"), at=at, placed_at=at, told_at=at)
        ],
    }


def link_of_a_case(words: Words, at: datetime) -> RecipientLink:
    """The link of the body that a case was routed to: what it is known by, nobody is told."""
    known = {"nonce": words.new("case.routings.link.nonce"), "digest": words.new("case.routings.link.digest")}
    until = at + timedelta(days=60)
    return RecipientLink(purpose="RECIPIENT", minted_at=at, ends_at=until, sent_at=at, **known)


def link_of_an_official(words: Words, at: datetime) -> GuestLink:
    """The link of an official to whom a protocol was sent: what it is known by, nobody is told."""
    known = {"nonce": words.new("protocol.link.nonce"), "digest": words.new("protocol.link.digest")}
    return GuestLink(purpose="ACKNOWLEDGEMENT", minted_at=at, ends_at=at + timedelta(days=30), **known)


def _rating(words: Words, at: datetime, by_id: str) -> SatisfactionRating:
    said = words.free_text("case.satisfaction.comment")
    return SatisfactionRating(
        answer_no=1, score=2, solved=False, comment=said, source="PHONE", at=at, by_id=by_id
    )


def _check(words: Words, at: datetime, by_id: str) -> QualityCheck:
    return QualityCheck(
        answer_no=1,
        is_before_sending=True,
        criteria=[CriterionResult(criterion="ON_SUBSTANCE", is_met=False)],
        verdict="REMARKS",
        comment=words.free_text("case.quality_checks.comment"),
        at=at,
        by_id=by_id,
    )
