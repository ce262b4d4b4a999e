"""What the check found and how much it looked at; never a value that leaked."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Sort(StrEnum):
    """What is wrong."""

    LEAK = "LEAK"
    MISSING = "MISSING"
    UNCOVERED = "UNCOVERED"
    BROKEN = "BROKEN"


SORT_WORDS: Mapping[Sort, str] = {
    Sort.LEAK: "утечка: показано то, на что нет права",
    Sort.MISSING: "недостача: скрыто то, на что право есть",
    Sort.UNCOVERED: "не проверено: проверка не знает, как это спросить",
    Sort.BROKEN: "сбой: дверь не ответила так, как обещает схема",
}


class CheckKind(StrEnum):
    """What is compared."""

    OBJECTS = "objects"
    FIELDS = "fields"
    HIDDEN_NAMES = "hidden_names"
    TEXTS = "texts"
    LISTS = "lists"
    TOTALS = "totals"
    FILTERS = "filters"
    ORDERS = "orders"
    WAITING = "waiting"
    SEARCH = "search"
    COUNTS = "counts"
    LOOKUPS = "lookups"
    LIVE = "live"
    HISTORY = "history"
    CURSORS = "cursors"
    REFUSALS = "refusals"
    REVEALS = "reveals"
    ROUTES = "routes"
    COVER = "cover"


CHECK_WORDS: Mapping[CheckKind, str] = {
    CheckKind.OBJECTS: "объекты в ответах: каждый виден по правам",
    CheckKind.FIELDS: "поля: скрываемое пусто там, где нет права; показанные слова те же, что записаны",
    CheckKind.HIDDEN_NAMES: "hiddenFields: назван ровно тот набор, что скрыт",
    CheckKind.TEXTS: "закрытые значения: не встречаются нигде в теле, ошибках и заголовках ответа",
    CheckKind.LISTS: "списки: показано ровно то, что видно",
    CheckKind.TOTALS: "totalCount: ровно столько, сколько видно",
    CheckKind.FILTERS: "фильтры: не выводят за пределы прав и не выдают скрытого",
    CheckKind.ORDERS: "сортировки: порядок только по открытым данным",
    CheckKind.WAITING: "«что ждёт меня»: ровно те дела, на которых право и состояние дают это сделать",
    CheckKind.SEARCH: "поиск: находит ровно то, что можно прочитать",
    CheckKind.COUNTS: "сводные числа: верны, малые скрыты",
    CheckKind.LOOKUPS: "обращение по id и номеру: чужое отвечает так же, как несуществующее",
    CheckKind.LIVE: "подписки: рассказано о каждом видимом изменении, и о чужом объекте — ни слова",
    CheckKind.HISTORY: "история: только по праву и без скрытых полей",
    CheckKind.CURSORS: "курсоры: не содержат значений",
    CheckKind.REFUSALS: "отказы изменений: о чужом сказано то же, что о несуществующем, и ничего сверх прав",
    CheckKind.REVEALS: "раскрытие: открыто по праву и с причиной, и каждое записано в журнал",
    CheckKind.ROUTES: "адреса HTTP: без персональных данных, и только те методы, что описаны",
    CheckKind.COVER: "полнота: известны каждая дверь, поле, аргумент, значение, скрываемое поле и адрес",
}


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: the check, the door, as whom, where it stood, an example id, and how to repeat it."""

    sort: Sort
    check: CheckKind
    door: str
    role: str
    place: str
    example: str | None = None
    query: str | None = None
    objects: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> tuple[str, ...]:
        """What makes two findings one line of the report."""
        return self.sort.value, self.check.value, self.door, self.role, self.place


@dataclass
class Tally:
    """Comparisons by check, door and role, and what they found; equal findings are counted, one example is kept."""

    compared: Counter[tuple[CheckKind, str, str]] = field(default_factory=Counter)
    findings: dict[tuple[str, ...], Finding] = field(default_factory=dict)
    times: Counter[tuple[str, ...]] = field(default_factory=Counter)
    requests: int = 0
    unsettled: int = 0

    def count(self, check: CheckKind, door: str, role: str, times: int = 1) -> None:
        """Note that something was compared."""
        self.compared[check, door, role] += times

    def add(self, finding: Finding) -> None:
        """Keep a finding; the first of its kind is the example."""
        self.findings.setdefault(finding.key, finding)
        self.times[finding.key] += 1

    def drop_changed(self, changed: frozenset[tuple[str, str]]) -> None:
        """Set findings about rows that were changed during the run aside: they may be right both before and after."""
        for key, finding in list(self.findings.items()):
            if finding.objects and not changed.isdisjoint(finding.objects):
                self.unsettled += self.times.pop(key)
                del self.findings[key]

    def total(self, check: CheckKind | None = None) -> int:
        """Return how many comparisons were made, of all checks or of one."""
        return sum(n for (one, _, _), n in self.compared.items() if check in (None, one))

    def by_door(self) -> Mapping[str, int]:
        """Return door → comparisons."""
        found: Counter[str] = Counter()
        for (_, door, _), number in self.compared.items():
            found[door] += number
        return found

    def by_role(self) -> Mapping[str, int]:
        """Return role → comparisons."""
        found: Counter[str] = Counter()
        for (_, _, role), number in self.compared.items():
            found[role] += number
        return found


def as_row(finding: Finding, times: int) -> dict[str, Any]:
    """Return a finding as JSON."""
    return {
        "sort": finding.sort.value,
        "check": finding.check.value,
        "door": finding.door,
        "role": finding.role,
        "place": finding.place,
        "times": times,
        "example": finding.example,
        "query": finding.query,
    }
