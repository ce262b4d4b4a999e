"""Notes that officers leave on cases of the last weeks, links between some of them, tags, and cases that officials watch."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import pairwise

from seed.municipality.plans.clockwork import Clock
from seed.municipality.plans.hands import HEAD, officer_of
from seed.shapes import Affair, CasePlan, PlannedStep

CURATOR = "person-curator"

NOTED: tuple[tuple[str, str], ...] = (
    ("EVERYONE", "Просьба приложить фото после работ: без него ответ вернётся на доработку."),
    ("CENTER", "Об этом же месте пишут третий раз за месяц. Вынести на заседание."),
    ("EVERYONE", "По телефону подтвердили: бригада выезжает в четверг."),
    ("CENTER", "Проверить, не относится ли к гарантийному ремонту."),
)
"""Audience and words."""

NOTING, LINKED = 16, 6
"""How many cases bear a note, and how many of these are linked with the next one."""

TAGGED: tuple[tuple[str, ...], ...] = (
    ("на контроле главы",),
    ("к заседанию", "повторяется"),
    ("выезд на место",),
    ("к заседанию",),
)
"""The tags that the head puts on a case that bears a note, in turn."""

WATCHED_OF_EACH = 5
AFTER = timedelta(minutes=40)

OTHER_KEY = "other_key"
"""The fact that stands for another case until that has an id."""


def noted(clock: Clock, cases: Iterable[CasePlan]) -> Iterator[Affair]:
    """Yield each note with the tags beside it, and each link; an officer leaves them on cases of his own desk."""
    settled = _settled(clock, cases)
    for number, case in enumerate(settled[-NOTING:]):
        audience, text = NOTED[number % len(NOTED)]
        at = case.steps[-1].at + AFTER
        facts = {"audience": audience, "text": text}
        yield Affair(PlannedStep("add_note", at, _officer(case), facts), on_key=case.key)
        tags = {"add": list(TAGGED[number % len(TAGGED)])}
        yield Affair(PlannedStep("mark_case", at + AFTER / 2, HEAD, tags), on_key=case.key)
    by_desk: dict[str, list[CasePlan]] = {}
    for case in settled[-NOTING:]:
        by_desk.setdefault(_officer(case), []).append(case)
    pairs = [(officer, pair) for officer, own in by_desk.items() for pair in pairwise(own)]
    for officer, (earlier, later) in pairs[:LINKED]:
        at = max(earlier.steps[-1].at, later.steps[-1].at) + 2 * AFTER
        yield Affair(PlannedStep("link_cases", at, officer, {OTHER_KEY: earlier.key}), on_key=later.key)


def watched(cases: Sequence[CasePlan]) -> Iterator[tuple[str, str]]:
    """Yield the person and the key of each case that somebody watches: of the latest, every fifth."""
    for number, case in enumerate(cases[-NOTING * WATCHED_OF_EACH :: WATCHED_OF_EACH]):
        yield (HEAD if number % 2 else CURATOR), case.key


def _settled(clock: Clock, cases: Iterable[CasePlan]) -> list[CasePlan]:
    return [
        one for one in cases if one.via == "operations" and one.steps[-1].at < clock.now - timedelta(hours=3)
    ]


def _officer(case: CasePlan) -> str:
    return officer_of(str(case.steps[0].facts["channel_id"]))
