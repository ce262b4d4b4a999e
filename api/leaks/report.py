"""The report for a data-protection officer, as a text to read and as JSON for machines."""

from collections.abc import Iterator
from typing import Any

import orjson

from api.leaks.findings import CHECK_WORDS, SORT_WORDS, CheckKind, Finding, Sort, as_row
from api.leaks.run import CheckResult

RULE = "—" * 78
KIND_WORDS = {
    "Message": "сообщений",
    "Appeal": "обращений",
    "Incident": "инцидентов",
    "Meeting": "заседаний",
    "MemberProposal": "предложений",
    "Protocol": "протоколов",
    "Assignment": "поручений",
}


def as_text(outcome: CheckResult) -> str:
    """Write the report for people, in Russian; it holds no restricted value."""
    return "\n".join((*_head(outcome), *_findings(outcome), *_what(outcome), *_limits(outcome), ""))


def as_json(outcome: CheckResult) -> bytes:
    """Write the report for machines."""
    tally = outcome.tally
    told: dict[str, Any] = {
        "startedAt": outcome.started_at.isoformat(timespec="seconds") + "Z",
        "seconds": round(outcome.seconds, 1),
        "sample": outcome.sample,
        "sdlVersion": outcome.sdl_version,
        "policyVersion": outcome.policy_version,
        "exitCode": 0 if outcome.is_clean else 1,
        "requests": tally.requests,
        "comparisons": tally.total(),
        "unsettled": tally.unsettled,
        "roles": outcome.askers,
        "rolesWithoutAccount": outcome.missing_roles,
        "objects": outcome.rows,
        "byCheck": {check.value: tally.total(check) for check in CheckKind},
        "byDoor": tally.by_door(),
        "byRole": tally.by_role(),
        "notDriven": outcome.not_driven,
        "findings": [as_row(one, tally.times[key]) for key, one in tally.findings.items()],
    }
    return orjson.dumps(told, option=orjson.OPT_INDENT_2)


def _head(outcome: CheckResult) -> Iterator[str]:
    tally = outcome.tally
    looked = (
        "все объекты" if outcome.sample is None else f"выборка: до {outcome.sample} объектов каждого вида"
    )
    yield "Проверка утечек: кто что видит в установке «Пульт»"
    yield RULE
    yield f"Начата {outcome.started_at:%d.%m.%Y %H:%M} UTC, длилась {outcome.seconds:.0f} с; {looked}."
    yield f"Версия схемы {outcome.sdl_version}, версия политики прав {outcome.policy_version}."
    there = ", ".join(f"{KIND_WORDS[name]} {number}" for name, number in outcome.rows.items())
    yield f"В базе: {there}."
    yield f"Запросов {_n(tally.requests)}, сравнений {_n(tally.total())}."
    if outcome.is_clean:
        yield "ИТОГ: расхождений с правами не найдено (код 0)."
    else:
        yield f"ИТОГ: найдено расхождений: {len(tally.findings)} (код 1)."
    if tally.unsettled:
        yield f"Не решено, потому что строки менялись во время проверки: {tally.unsettled}. Повторите её."
    yield ""


def _findings(outcome: CheckResult) -> Iterator[str]:
    tally = outcome.tally
    for sort in Sort:
        found = [(key, one) for key, one in tally.findings.items() if one.sort is sort]
        if not found:
            continue
        yield f"{SORT_WORDS[sort].upper()} — {len(found)}"
        yield RULE
        for number, (key, one) in enumerate(found, 1):
            yield from _finding(number, one, tally.times[key])
        yield ""


def _finding(number: int, one: Finding, times: int) -> Iterator[str]:
    yield f"{number}. {one.place}"
    yield f"   Дверь: {one.door}. Роль: {one.role}. Случаев: {times}."
    yield f"   Проверка: {CHECK_WORDS[one.check]}."
    if one.example is not None:
        yield f"   Пример: {one.example}"
    if one.query is not None:
        yield f"   Повторить: {one.query}"


def _what(outcome: CheckResult) -> Iterator[str]:
    tally = outcome.tally
    yield "ЧТО СРАВНИВАЛОСЬ"
    yield RULE
    for check in CheckKind:
        yield f"{_n(tally.total(check)):>12}  {CHECK_WORDS[check]}"
    yield ""
    yield "ОТ ЧЬЕГО ИМЕНИ (одна действующая учётная запись на каждое сочетание ролей)"
    yield RULE
    for role, number in tally.by_role().items():
        yield f"{_n(number):>12}  {role}"
    if outcome.missing_roles:
        yield f"Не проверены, нет действующих учётных записей: {', '.join(outcome.missing_roles)}."
    yield ""
    yield "КАКИЕ ДВЕРИ"
    yield RULE
    for door, number in tally.by_door().items():
        yield f"{_n(number):>12}  {door}"
    yield ""


def _limits(outcome: CheckResult) -> Iterator[str]:
    yield "ЧТО НЕ СПРАШИВАЛОСЬ"
    yield RULE
    yield (
        "Проверка ничего не записывает, поэтому изменения не вызывались: "
        f"{len(outcome.not_driven)} ({', '.join(outcome.not_driven)}). "
        "Типы, которые они показывают, проверены через запросы, показывающие те же типы."
    )


def _n(number: int) -> str:
    return f"{number:,}".replace(",", " ")
