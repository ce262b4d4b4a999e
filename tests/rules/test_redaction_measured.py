"""How much redaction finds and how little it takes wrongly, measured on drawn messages and on those of the demo."""

import re
from collections.abc import Iterable
from datetime import date

from documents.privacy.redaction import redact
from seed.municipality.names import SURNAMES
from tests.support.messages import Drawn, Figures, drawn, measure
from tests.support.plans import plan_of
from tests.support.prepared import SEED, SEED_TODAY

DRAWN, SEED_OF_DRAWN = 200, "held-out"
LEAST_RECALL, LEAST_PRECISION = 0.98, 0.97

INVENTED = "|".join(SURNAMES) + "|Вымышляев|Выдумщиков|Иванцова-Небыль"
OTHERS_NAMED = "Раиса|Глафира|Лена|Марина|Ирина"
"""Whom the texts of the demo name by a given name alone."""

TRUTH = (
    re.compile(r"(?:\+?7|8)[\s(–-]*9\s*0-?0[\s)–-]*0[\s–-]*0[\s–-]*0(?:[\s–-]*\d){4}"),
    re.compile(r"\b[Кк]в\. \d+|\b[Кк]вартира \d+"),
    re.compile(
        rf"(?:(?<![.!?:—] )(?<!\n)\b[А-ЯЁ][а-яё]+ )?\b(?:{INVENTED})а?(?![а-яё])(?: [А-ЯЁ][а-яё]+){{0,2}}"
        rf"|\b(?:{OTHERS_NAMED})(?=[,.])"
    ),
)
"""What of the demo's texts must go: its phones are of a range that nobody has, its people of names that nobody bears."""


def in_all(messages: Iterable[Drawn]) -> Figures:
    figures = Figures()
    for one in messages:
        measure(figures, one.text, one.must_go(), redact(one.text))
    return figures


def demo_texts(today: date = SEED_TODAY) -> set[str]:
    """Every text that the demo's people wrote: messages, publications, drafts, answers."""
    found: set[str] = set()
    for case in plan_of(today, SEED).cases:
        for step in case.steps:
            found |= {text for text in (step.facts.get("text"),) if text}
            found |= {one["text"] for one in step.facts.get("publications", ())}
    return found


def test_two_hundred_drawn_messages_lose_what_must_go_and_nothing_else() -> None:
    figures = in_all(drawn(DRAWN, SEED_OF_DRAWN))
    assert figures.had_to_go >= 500
    assert figures.recall >= LEAST_RECALL, figures.missed
    assert figures.precision >= LEAST_PRECISION, figures.wrong


def test_other_draws_give_no_worse_figures() -> None:
    for seed in ("a", "b", "c"):
        figures = in_all(drawn(DRAWN, seed))
        assert figures.recall >= LEAST_RECALL, figures.missed
        assert figures.precision >= LEAST_PRECISION, figures.wrong


def test_the_messages_of_the_demo_lose_what_must_go_and_nothing_else() -> None:
    figures = Figures()
    texts = demo_texts()
    assert len(texts) >= 1_500
    for text in sorted(texts):
        goes = sorted({match.span() for pattern in TRUTH for match in pattern.finditer(text)})
        measure(figures, text, goes, redact(text))
    assert figures.had_to_go >= 700
    assert figures.recall >= LEAST_RECALL, figures.missed
    assert figures.precision >= LEAST_PRECISION, figures.wrong


def test_the_measure_sees_what_was_missed_and_what_was_taken_wrongly() -> None:
    message = Drawn((("Звоните ", False), ("8 900 000-12-34", True), (" про дом 5", False)))
    blind, eager = Figures(), Figures()
    measure(blind, message.text, message.must_go(), message.text)
    measure(eager, message.text, message.must_go(), "Звоните [телефон] про [квартира]")
    assert (blind.recall, blind.taken_out) == (0, 0)
    assert (eager.recall, eager.precision) == (1, 0.5)
    assert blind.missed == ["Звоните ⟦8 900 000-12-34⟧ про дом 5"]
    assert eager.wrong == ["ните 8 900 000-12-34 про ⟦дом 5⟧"]
