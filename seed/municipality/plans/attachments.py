"""Photographs that officers attach to cases of the last weeks: some are cleared of personal data, some wait for it."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from seed.municipality.plans.clockwork import Clock
from seed.municipality.plans.hands import officer_of
from seed.shapes import Affair, CasePlan, PlannedStep

CAPTIONS = (
    "Вид с улицы",
    "Тротуар у подъезда",
    "После дождя",
    "Двор со стороны детской площадки",
    "Место, о котором пишет заявитель",
    "До начала работ",
)
CARRYING = 24
"""How many cases carry a photograph."""

CLEARED_OF_EACH = 3
"""Of so many photographs two are cleared, and the third waits."""

AFTER = timedelta(minutes=25)
DRAWING = "drawing"
"""The fact that stands for a file until the loader has drawn and uploaded it."""


def attached(clock: Clock, cases: Iterable[CasePlan]) -> Iterator[Affair]:
    """Yield the attaching of each photograph and, of most, that it was cleared."""
    settled = [one for one in cases if one.via == "operations" and one.steps[-1].at < clock.now - 2 * AFTER]
    for number, case in enumerate(settled[-CARRYING:]):
        officer = officer_of(str(case.steps[0].facts["channel_id"]))
        at = case.steps[-1].at + AFTER
        facts = {DRAWING: number, "caption": CAPTIONS[number % len(CAPTIONS)], "is_public": number % 4 == 0}
        yield Affair(PlannedStep("attach_file", at, officer, facts), on_key=case.key)
        # An officer of the pages sees no file that is not cleared.
        if number % CLEARED_OF_EACH and officer != "person-info":
            cleared = PlannedStep("clear_attachment", at + timedelta(minutes=5), officer, {DRAWING: number})
            yield Affair(cleared, on_key=case.key)
