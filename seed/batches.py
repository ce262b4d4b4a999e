"""Which cases of the demo are told together: one transaction for many is several times cheaper than one for each."""

from collections import deque
from collections.abc import Iterable, Iterator

from seed.shapes import INTO_KEY, Affair, CasePlan

AT_ONCE = 15
"""Cases of one batch at most: the embedded store keeps all that a transaction writes in its cache, some 600 terms a case."""


def in_turn(cases: Iterable[CasePlan], affairs: Iterable[Affair]) -> Iterator[list[CasePlan] | Affair]:
    """Yield cases in batches of which none names another of its own, and affairs when it is their turn: each after the
    cases that began before it.

    What is done to a case that stands already waits until the batch is full; anything else may decide what becomes of
    the cases that follow, and ends it.
    """
    batch: list[CasePlan] = []
    ahead, waiting = deque(affairs), deque[Affair]()
    for case in cases:
        is_over = len(batch) == AT_ONCE or not _named(case).isdisjoint(one.key for one in batch)
        while ahead and ahead[0].step.at < case.steps[0].at:
            is_over = is_over or ahead[0].on_key is None
            waiting.append(ahead.popleft())
        if is_over:
            if batch:
                yield batch
            yield from waiting
            batch, waiting = [], deque()
        batch.append(case)
    if batch:
        yield batch
    yield from (*waiting, *ahead)


def _named(case: CasePlan) -> set[str]:
    """The keys of the cases that one repeats or is merged into."""
    merged = {step.facts[INTO_KEY] for step in case.steps if INTO_KEY in step.facts}
    return merged if case.repeat_of is None else {case.repeat_of, *merged}
