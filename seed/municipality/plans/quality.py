"""Checks of answers of the last weeks, before they went out and after: most pass, some draw remarks, a few fail."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from seed.municipality.plans.clockwork import Clock
from seed.municipality.plans.hands import HEAD
from seed.shapes import Affair, CasePlan, PlannedStep

CHECKED = 48
"""How many of the latest answered cases are checked."""

AFTER = timedelta(hours=2)

FOUND: tuple[tuple[str, tuple[str, ...], str | None], ...] = (
    ("PASSED", (), None),
    ("PASSED", (), "Хороший пример: сказано, что сделано и когда."),
    ("REMARKS", ("EVIDENCE_ATTACHED",), "Работы названы, фотографии к ответу не приложены."),
    ("PASSED", (), None),
    ("REMARKS", ("TERM_NAMED",), "Не сказано, к какому дню и кто сделает."),
    ("FAILED", ("ON_SUBSTANCE", "TERM_NAMED"), "На вопрос о сроках не отвечено."),
    ("PASSED", (), None),
    ("REMARKS", ("PLAIN_LANGUAGE",), "Канцелярский язык: заявитель не поймёт, что решено."),
)
"""Verdict, the criteria that are not met, and the words, in turn."""

CRITERIA = (
    "ON_SUBSTANCE",
    "EVIDENCE_ATTACHED",
    "PLAIN_LANGUAGE",
    "NO_THIRD_PARTY_DATA",
    "TERM_NAMED",
    "POLITE",
)

SENT = frozenset({"send_response", "publish_incident_reply"})
HANDED_IN = frozenset({"submit_response", "submit_incident_reply", "approve_response"})


def checked(clock: Clock, cases: Iterable[CasePlan]) -> Iterator[Affair]:
    """Yield a check by the head for each of the latest answers that are not his own, sent or still under review."""
    answered = [one for one in cases if one.via == "operations" and _is_checked(clock, one)]
    for number, case in enumerate(answered[-CHECKED:]):
        at = case.steps[-1].at + AFTER
        yield Affair(PlannedStep("quality_check", at, HEAD, _found(number)), on_key=case.key)


def _is_checked(clock: Clock, case: CasePlan) -> bool:
    last = case.steps[-1]
    stands = last.event in HANDED_IN or any(step.event in SENT for step in case.steps)
    hands = {step.person_id for step in case.steps if step.event in HANDED_IN or "assignee_id" in step.facts}
    hands |= {step.facts.get("assignee_id") for step in case.steps}
    hands |= {step.person_id for step in case.steps if step.event == "take_incident"}
    return stands and HEAD not in hands and last.at + 2 * AFTER < clock.now


def _found(number: int) -> dict[str, Any]:
    verdict, unmet, comment = FOUND[number % len(FOUND)]
    criteria = [{"criterion": one, "is_met": one not in unmet} for one in CRITERIA]
    return {"criteria": criteria, "verdict": verdict, **({"comment": comment} if comment else {})}
