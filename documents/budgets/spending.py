"""Spending of cost points: from what the process holds, which it takes from the shared budget a block at a time.

A process may spend one block of an account before it takes any, so that the first questions cost no command. All
processes together let through what the budget holds and restores, and one block each. What a process holds stays with
it until it is spent, and ends with it.
"""

from collections import Counter, OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from auth.errors import RateLimited
from auth.principal import Principal
from documents.accounts.vocabulary import PERCENT_OF_BUDGET, ClientRate
from documents.budgets.document import SharedBudget
from documents.budgets.rules import PointBudget, seconds_of, taking
from documents.kernel.store.connection import Store
from documents.kernel.write import ledger

BUDGETS = ledger.bookkeeping(SharedBudget)

MEMBER, CLIENT = "member", "client"
"""Whose budget it is."""

REMEMBERED = 10_000
"""Of how many accounts a process holds points."""

FRESH_SECONDS = 1.0
"""How old what is known of a shared budget may be to be told."""

ATTEMPTS = 3
"""How often it is asked where others make the same row at the same moment."""


class OverBudget(RateLimited):
    """The account has spent its points, in whatever process."""


@dataclass
class Purse:
    """What this process holds of one account's budget, and what the shared one held when it was last asked."""

    budget: PointBudget
    held: int
    shared: float
    seen_seconds: float | None = None

    def likely(self, now: datetime) -> float:
        """Return the most that the shared budget can hold now: others only take from it."""
        if self.seen_seconds is None:
            return self.budget.points
        return self.budget.restored(self.shared, seconds=seconds_of(now) - self.seen_seconds)


class Budgets:
    """The budgets of all callers of one process."""

    def __init__(self, store: Store, *, member: PointBudget, client: PointBudget) -> None:
        self._store = store
        self._member = member
        self._client = client
        self._purses: OrderedDict[str, Purse] = OrderedDict()
        self.commands = 0
        self.refused = Counter({MEMBER: 0, CLIENT: 0})

    async def spend(self, who: Principal, points: int, *, now: datetime) -> None:
        """Spend the points of one question. Raises: OverBudget (RATE_LIMITED) where there are not so many."""
        purse = self._purse(who)
        if purse is None:
            return
        # Whatever a budget is set to, one question at a time can be asked.
        points = min(points, purse.budget.points)
        if purse.held < points and purse.held + purse.likely(now) >= points:
            await self._take(who, purse, max(purse.budget.block, points - purse.held), now=now)
        if purse.held < points:
            self.refused[CLIENT if who.person_id is None else MEMBER] += 1
            missing = points - purse.held - purse.likely(now)
            raise OverBudget(purse.budget.wait_seconds(missing))
        purse.held -= points

    async def told(self, who: Principal, *, now: datetime) -> Mapping[str, int]:
        """Tell what somebody may spend now and what comes back in a second; nothing where there is no limit."""
        purse = self._purse(who)
        if purse is None:
            return {}
        if purse.seen_seconds is None or seconds_of(now) - purse.seen_seconds > FRESH_SECONDS:
            block = purse.budget.block
            await self._take(who, purse, block if 2 * purse.held < block else 0, now=now)
        available = min(purse.budget.points, int(purse.held + purse.likely(now)))
        return {"available": available, "restoreRate": purse.budget.per_second}

    def _purse(self, who: Principal) -> Purse | None:
        budget = self._client_budget(who) if who.person_id is None else self._member
        if not budget.points:
            return None
        purse = self._purses.get(who.account_id)
        if purse is None or purse.budget != budget:
            purse = self._purses[who.account_id] = Purse(budget, budget.block, budget.points)
            if len(self._purses) > REMEMBERED:
                self._purses.popitem(last=False)
        else:
            self._purses.move_to_end(who.account_id)
        return purse

    def _client_budget(self, who: Principal) -> PointBudget:
        return self._client.part(PERCENT_OF_BUDGET[ClientRate(who.rate or ClientRate.STANDARD)])

    async def _take(self, who: Principal, purse: Purse, wanted: int, *, now: datetime) -> None:
        """Take from the shared budget what is there of so many points."""
        stages = taking(purse.budget, wanted, now=now)
        for _ in range(ATTEMPTS):
            self.commands += 1
            row = await ledger.reckon(self._store, BUDGETS, who.account_id, stages)
            if row is not None:
                purse.held += int(row["granted"])
                purse.shared, purse.seen_seconds = row["points"], row["filled_seconds"]
                return
