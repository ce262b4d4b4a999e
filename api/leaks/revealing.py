"""Plain personal data: revealed to whom the matrix opens them, for a reason where it says so, each time with a line."""

from collections.abc import Mapping, Sequence
from typing import Any

from api.leaks import rights
from api.leaks.asking import ROOT_FIELDS, Driver
from api.leaks.findings import CheckKind, Sort
from api.leaks.installation import Installation
from api.leaks.mutating import called
from api.leaks.people import Asker
from api.leaks.pipelines import Row
from api.leaks.truth import gid
from documents.kernel.names import camel

REVEAL = "revealApplicant"
CONTACTS = ("full_name", "phone", "email", "address")
REASON = "Звонок заявителю по его просьбе"
BODY = "revealed { fullName phone email address text } errors { code }"
FORBIDDEN = frozenset({"NOT_FOUND", "FORBIDDEN"})

CaseName = tuple[str, Row]


async def revealed(driver: Driver, installation: Installation, asker: Asker) -> None:
    """Ask for the contacts of messages and for the texts of messages and incidents, with a reason and without one."""
    truth = driver.truth
    messages = driver.few(truth.rows("Message"))
    texts = [*messages, *driver.few(truth.rows("Incident"))]
    for cases, fields in ((messages, [one.upper() for one in CONTACTS]), (texts, ["TEXT"])):
        for reason in (REASON, None):
            for start in range(0, len(cases), ROOT_FIELDS):
                await _reveal(driver, installation, asker, cases[start : start + ROOT_FIELDS], fields, reason)


async def _reveal(
    driver: Driver,
    installation: Installation,
    asker: Asker,
    cases: Sequence[CaseName],
    fields: list[str],
    reason: str | None,
) -> None:
    before = await installation.log_lines()
    inputs = [{"id": gid(*one), "fields": fields, "reason": reason} for one in cases]
    payloads = await called(driver, asker, REVEAL, inputs, BODY, is_judged=False)
    for case, payload in zip(cases, payloads, strict=True):
        driver.tally.count(CheckKind.REVEALS, REVEAL, asker.label)
        told = payload or {"revealed": None, "errors": []}
        place = _wrong(driver, asker, case, told, fields=fields, reason=reason)
        if place is not None:
            sort = Sort.LEAK if told["revealed"] is not None else Sort.MISSING
            driver.note(asker, REVEAL, sort, CheckKind.REVEALS, place, about=(case[0], case[1]["_id"]))
    shown = sum(1 for one in payloads if one is not None and one["revealed"] is not None)
    if await installation.log_lines() - before != shown:
        driver.note(
            asker, REVEAL, Sort.LEAK, CheckKind.REVEALS, "раскрытий больше или меньше, чем строк журнала"
        )


def _wrong(
    driver: Driver,
    asker: Asker,
    case: CaseName,
    told: Mapping[str, Any],
    *,
    fields: list[str],
    reason: str | None,
) -> str | None:
    """What is wrong with one answer; None for a right one."""
    shown, codes = told["revealed"], {error["code"] for error in told["errors"]}
    how = f"{' '.join(fields)} {case[0]} {'с причиной' if reason else 'без причины'}"
    expected = _may(driver, asker, case, fields, without_reason=reason is None)
    if (shown is not None) is not expected:
        return f"{how}: {'раскрыто' if shown is not None else 'не раскрыто'}"
    if shown is None and not codes <= (FORBIDDEN if not _may(driver, asker, case, fields) else {"INVALID"}):
        return f"{how}: отказ {sorted(codes)}"
    if shown is not None and shown != _stored(driver, case, fields):
        return f"{how}: раскрыто не то, что записано"
    return None


def _may(
    driver: Driver, asker: Asker, case: CaseName, fields: list[str], *, without_reason: bool = False
) -> bool:
    """Whether the matrix lets somebody see the contacts, or the text, of a case."""
    type_name, row = case
    asked = ["applicant.read"]
    if fields == ["TEXT"] and row["is_sensitive"]:
        asked.append("case.read_sensitive_text")
    return driver.truth.is_visible(asker, type_name, row["_id"]) and all(
        rights.reaches(asker.person, action, row, without_reason=without_reason) for action in asked
    )


def _stored(driver: Driver, case: CaseName, fields: list[str]) -> Mapping[str, Any]:
    """What stands in the store, opened: the contacts, or the text (of an incident those of its publications)."""
    row = case[1]
    if fields == ["TEXT"]:
        text = row["text"] or "\n\n".join(one["text"] for one in row["publications"])
        return {**dict.fromkeys(map(camel, CONTACTS)), "text": text}
    applicant = driver.truth.data.row("applicants", row["applicant_id"]) or {}
    return {**{camel(name): applicant.get(name) for name in CONTACTS}, "text": None}
